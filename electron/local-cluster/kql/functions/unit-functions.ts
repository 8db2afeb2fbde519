import { realLiteral, scalar } from '../scalar'
import type { FunctionTable, FunctionTranslator } from './function-call'

/** Units by name, as multiples of the first. The names are those of the documents. */
type Units = Readonly<Record<string, number>>

const angles: Units = {
  Degree: 1,
  Arcminute: 1 / 60,
  Arcsecond: 1 / 3600,
  Gradian: 0.9,
  Microdegree: 1e-6,
  Millidegree: 1e-3,
  Nanodegree: 1e-9,
  Radian: 180 / Math.PI,
  Milliradian: 0.18 / Math.PI,
  Revolution: 360,
}

const energies: Units = {
  Joule: 1,
  BritishThermalUnit: 1055.05585262,
  Calorie: 4.184,
  ElectronVolt: 1.602176565e-19,
  Gigajoule: 1e9,
  Kilocalorie: 4184,
  Kilojoule: 1e3,
  KilowattHour: 3.6e6,
  Megajoule: 1e6,
  MegawattHour: 3.6e9,
  Millijoule: 1e-3,
  WattHour: 3600,
}

const forces: Units = {
  Newton: 1,
  Decanewton: 10,
  Dyn: 1e-5,
  KilogramForce: 9.80665,
  Kilonewton: 1e3,
  Meganewton: 1e6,
  Micronewton: 1e-6,
  Millinewton: 1e-3,
}

const lengths: Units = {
  Meter: 1,
  Centimeter: 0.01,
  Decimeter: 0.1,
  Foot: 0.3048,
  Hectometer: 100,
  Inch: 0.0254,
  Kilometer: 1000,
  Micrometer: 1e-6,
  Mile: 1609.344,
  Millimeter: 0.001,
  Nanometer: 1e-9,
  NauticalMile: 1852,
  Yard: 0.9144,
}

const masses: Units = {
  Kilogram: 1,
  Centigram: 1e-5,
  Decagram: 0.01,
  Decigram: 1e-4,
  Gram: 0.001,
  Hectogram: 0.1,
  Kilotonne: 1e6,
  Microgram: 1e-9,
  Milligram: 1e-6,
  Nanogram: 1e-12,
  Ounce: 0.028349523125,
  Pound: 0.45359237,
  Tonne: 1000,
}

const speeds: Units = {
  MeterPerSecond: 1,
  CentimeterPerSecond: 0.01,
  FootPerSecond: 0.3048,
  KilometerPerHour: 1 / 3.6,
  KilometerPerSecond: 1000,
  Knot: 1852 / 3600,
  MeterPerHour: 1 / 3600,
  MeterPerMinute: 1 / 60,
  MilePerHour: 0.44704,
  MillimeterPerSecond: 0.001,
}

const volumes: Units = {
  CubicMeter: 1,
  Centiliter: 1e-5,
  CubicCentimeter: 1e-6,
  CubicDecimeter: 1e-3,
  CubicKilometer: 1e9,
  CubicMillimeter: 1e-9,
  Deciliter: 1e-4,
  Hectoliter: 0.1,
  Kiloliter: 1,
  Liter: 1e-3,
  Milliliter: 1e-6,
}

/** From a scale to kelvins: plus the first number, times the second. */
const temperatures: Readonly<Record<string, readonly [number, number]>> = {
  Kelvin: [0, 1],
  DegreeCelsius: [273.15, 1],
  DegreeFahrenheit: [459.67, 5 / 9],
  DegreeRankine: [0, 5 / 9],
}

const number = (value = 1): string => realLiteral(value).sql

const converted =
  (units: Units): FunctionTranslator =>
  (call) => {
    const [from, to] = [1, 2].map((index) => {
      const name = call.constantText(index, 'a unit')
      const size = units[name]
      if (size === undefined) throw call.refuse(`The unit '${name}' of '${call.name}'`)
      return size
    })
    const value = call.as(0, 'real')
    if (from === to) return scalar(value, 'real')
    return scalar(`(${value} * ${number(from)} / ${number(to)})`, 'real')
  }

const temperature: FunctionTranslator = (call) => {
  const [from, to] = [1, 2].map((index) => {
    const name = call.constantText(index, 'a unit')
    const scale = temperatures[name]
    if (scale === undefined) throw call.refuse(`The unit '${name}' of '${call.name}'`)
    return scale
  })
  const value = call.as(0, 'real')
  if (from === to) return scalar(value, 'real')
  const kelvins = `(${value} + ${number(from?.[0])}) * ${number(from?.[1])}`
  return scalar(`(${kelvins} / ${number(to?.[1])} - ${number(to?.[0])})`, 'real')
}

/** Conversions between units. */
export const unitFunctions: FunctionTable = {
  convert_angle: converted(angles),
  convert_energy: converted(energies),
  convert_force: converted(forces),
  convert_length: converted(lengths),
  convert_mass: converted(masses),
  convert_speed: converted(speeds),
  convert_temperature: temperature,
  convert_volume: converted(volumes),
}
