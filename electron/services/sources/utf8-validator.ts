import { isUtf8 } from 'node:buffer'
import { Utf8Validator as Validator } from '../../domain/utf8-validator'

/** The validator of contents, with Node's own check. */
export class Utf8Validator extends Validator {
  constructor() {
    super(isUtf8)
  }
}
