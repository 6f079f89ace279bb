// How deep elements may lie: metadata nests some ten levels, and each level more is indented once more when it is written.

export const deepest = 500;
