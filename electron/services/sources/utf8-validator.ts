import { isUtf8 } from 'node:buffer'
import { Utf8Validator as Validator } from '../../domain/utf8-validator'

/** The domain's validator with Node's fast check. */
export class Utf8Validator extends Validator {
  constructor() {
    super(isUtf8)
  }
}
