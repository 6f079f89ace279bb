// Doubles as Salesforce writes them in JSON: with a decimal point also where they are whole.

/** The number, or what JSON.stringify writes as that text; null for a text that is no number. */
export function double(text: string): unknown {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return null;
  const written = /^-?\d+\.\d+(?:[eE][+-]?\d+)?$/.test(text) ? text : value.toFixed(1);
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(written);
}
