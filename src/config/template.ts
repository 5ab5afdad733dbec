/** A text with variables in it, taken apart. Offsets are in the whole text. */
export type Template = readonly TemplatePart[];

export type TemplatePart = string | VariablePart;

/** `$NAME` or `${NAME}`, with what stands after the name. The part is `[from, to)` of the text. */
export interface VariablePart {
  readonly name: string;
  /** With a colon, an empty value counts as unset. Null: the value as it is. */
  readonly operator: '-' | ':-' | '?' | ':?' | '+' | ':+' | null;
  /** The default, the message or the alternative; a template itself. */
  readonly operand: Template;
  readonly from: number;
  readonly to: number;
}

/** Why a text is no template: `[from, to)` of it is wrong. */
export interface TemplateMistake {
  readonly problem: string;
  readonly from: number;
  readonly to: number;
}

export type ParsedTemplate =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly mistake: TemplateMistake };

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const OPERATOR = /:?[-?+]/y;
const DEEPEST = 50;

/**
 * Takes `$VAR`, `${VAR}` and `${VAR:-default}` (and `- :? ? :+ +`) apart; `$$` is a dollar, and so is a `$` that begins
 * none of these: `{print $1}` is left alone.
 */
export function parseTemplate(text: string): ParsedTemplate {
  return new TemplateParser(text).parse();
}

class TemplateParser {
  readonly #text: string;
  #at = 0;
  #mistake: TemplateMistake | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): ParsedTemplate {
    const template = this.#parts(0);
    return this.#mistake === null ? { ok: true, template } : { ok: false, mistake: this.#mistake };
  }

  /** Up to the end, or within braces up to the `}` that closes them. */
  #parts(depth: number): Template {
    const parts: TemplatePart[] = [];
    let literal = '';
    while (this.#at < this.#text.length && this.#mistake === null) {
      const character = this.#text.charAt(this.#at);
      if (depth > 0 && character === '}') break;
      const variable = character === '$' ? this.#variable(depth) : null;
      if (variable !== null) {
        if (literal !== '') parts.push(literal);
        literal = '';
        parts.push(variable);
      } else if (this.#text.startsWith('$$', this.#at)) {
        literal += '$';
        this.#at += 2;
      } else {
        const next = this.#literalEnd(depth);
        literal += this.#text.slice(this.#at, next);
        this.#at = next;
      }
    }
    if (literal !== '') parts.push(literal);
    return parts;
  }

  /** Where the text that begins here and means itself ends; it is at least one character long. */
  #literalEnd(depth: number): number {
    const special = depth > 0 ? /[$}]/g : /\$/g;
    special.lastIndex = this.#at + 1;
    return special.exec(this.#text)?.index ?? this.#text.length;
  }

  #variable(depth: number): VariablePart | null {
    const from = this.#at;
    if (this.#text.charAt(from + 1) !== '{') {
      const name = this.#match(NAME, from + 1);
      if (name === null) return null;
      this.#at = from + 1 + name.length;
      return { name, operator: null, operand: [], from, to: this.#at };
    }
    const name = this.#match(NAME, from + 2);
    if (name === null) return this.#fail('"${" needs the name of a variable; write "$$" for a dollar', from, from + 2);
    if (depth >= DEEPEST) return this.#fail(`variables are nested more than ${DEEPEST} deep`, from, from + 2);
    const operator = this.#match(OPERATOR, from + 2 + name.length);
    this.#at = from + 2 + name.length + (operator?.length ?? 0);
    const operand = operator === null ? [] : this.#parts(depth + 1);
    if (this.#mistake !== null) return null;
    if (this.#text.charAt(this.#at) !== '}') {
      const problem =
        this.#at >= this.#text.length
          ? `"\${${name}" is not closed; a "}" is missing`
          : `"${this.#text.charAt(this.#at)}" cannot stand here; after the name come "}" or one of :- - :? ? :+ +`;
      const wrong = this.#at >= this.#text.length ? from : this.#at;
      return this.#fail(problem, wrong, wrong === from ? this.#text.length : wrong + 1);
    }
    this.#at++;
    return { name, operator: isOperator(operator) ? operator : null, operand, from, to: this.#at };
  }

  #match(pattern: RegExp, at: number): string | null {
    pattern.lastIndex = at;
    return pattern.exec(this.#text)?.[0] ?? null;
  }

  #fail(problem: string, from: number, to: number): null {
    this.#mistake ??= { problem, from, to };
    return null;
  }
}

function isOperator(text: string | null): text is NonNullable<VariablePart['operator']> {
  return text !== null && ['-', ':-', '?', ':?', '+', ':+'].includes(text);
}
