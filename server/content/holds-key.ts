// Tells a certificate, which is public, from a store that may hold its private key.

/** True for a key in PEM, a Java keystore and PKCS #12, which begins with its version where a certificate goes deeper. */
export function mayHoldKey(bytes: Uint8Array): boolean {
  if (Buffer.from(bytes).includes('PRIVATE KEY-----')) return true;
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  if (first === 0xfe && second === 0xed && third === 0xfe && fourth === 0xed) return true;
  // DER: a sequence, its length in one byte or in as many as this one says, then the integer 3.
  const inside = second < 0x80 ? 2 : 2 + (second & 0x7f);
  return first === 0x30 && bytes[inside] === 2 && bytes[inside + 1] === 1 && bytes[inside + 2] === 3;
}
