/** DEL, the C1 controls, line and paragraph separators, and what reorders text; JSON itself escapes the C0 controls. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** JSON text, or strings of YAML in double quotes, with everything in it that could upset a terminal as \uXXXX. */
export function escapeUnsafe(json: string): string {
  return json.replace(UNSAFE, unicodeEscape);
}

/** Whether `escapeUnsafe` would change it. */
export function hasUnsafe(text: string): boolean {
  return text.search(UNSAFE) !== -1;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
