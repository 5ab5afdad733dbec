import { parseTemplate, type Template, type VariablePart } from './template.ts';

/** The value of a variable; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/** What is wrong in, or remarkable about, `[from, to)` of a text with variables. */
export interface InterpolationIssue {
  /** `unset` is no mistake: the value is empty. */
  readonly kind: 'unset' | 'required' | 'syntax' | 'too-long';
  /** One sentence, lower case, no full stop. */
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** What Linux lets one argument or one variable of the environment be: nothing longer could be given to a program. */
const LONGEST_VALUE = 128 * 1024;

/**
 * Replaces the variables in `text`, once: what they hold is not looked at again. Never throws, and never makes more than
 * 128 KiB out of a small text.
 *
 * @returns null after an issue other than `unset`.
 */
export function interpolate(text: string, lookup: Lookup, report: (issue: InterpolationIssue) => void): string | null {
  if (!text.includes('$')) return text;
  if (text.length > LONGEST_VALUE) {
    report({ kind: 'too-long', message: 'longer than 128 KiB', from: 0, to: text.length });
    return null;
  }
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    const { problem, from, to } = parsed.mistake;
    report({ kind: 'syntax', message: problem, from, to });
    return null;
  }
  const value = new Evaluation(lookup, report).evaluate(parsed.template);
  if (value !== null && value.length > LONGEST_VALUE) {
    const message = 'longer than 128 KiB once the variables are filled in';
    report({ kind: 'too-long', message, from: 0, to: text.length });
    return null;
  }
  return value;
}

/** Unset variables that are reported of one text: whoever has more sees the point. */
const MOST_WARNINGS = 20;

class Evaluation {
  readonly #lookup: Lookup;
  readonly #report: (issue: InterpolationIssue) => void;
  #warnings = 0;

  constructor(lookup: Lookup, report: (issue: InterpolationIssue) => void) {
    this.#lookup = lookup;
    this.#report = report;
  }

  evaluate(template: Template): string | null {
    let result = '';
    for (const part of template) {
      const value = typeof part === 'string' ? part : this.#variable(part);
      if (value === null) return null;
      result += value;
      if (result.length > LONGEST_VALUE) return result;
    }
    return result;
  }

  #variable({ name, operator, operand, from, to }: VariablePart): string | null {
    const value = this.#lookup(name);
    const isSet = value !== undefined && !(operator?.startsWith(':') && value === '');
    switch (operator) {
      case '-':
      case ':-':
        return isSet ? value : this.evaluate(operand);
      case '+':
      case ':+':
        return isSet ? this.evaluate(operand) : '';
      case '?':
      case ':?': {
        if (isSet) return value;
        const why = this.evaluate(operand) || (value === '' ? 'it must not be empty' : 'it must be set');
        this.#report({
          kind: 'required',
          message: `${name} is ${value === '' ? 'empty' : 'not set'}: ${why}`,
          from,
          to,
        });
        return null;
      }
      default: {
        if (value !== undefined) return value;
        if (++this.#warnings > MOST_WARNINGS) return '';
        const message = `${name} is not set, so this is empty; write "\${${name}:-default}", or "$$" for a dollar`;
        this.#report({ kind: 'unset', message, from, to });
        return '';
      }
    }
  }
}
