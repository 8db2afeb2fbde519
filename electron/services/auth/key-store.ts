/** The system's own store of secrets, which only this user can open. */
export interface KeyStore {
  encrypt(text: string): Promise<string>
  /** @throws Error if another user or another key encrypted it. */
  decrypt(text: string): Promise<string>
}
