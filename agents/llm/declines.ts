/** Whether a model that calls no tool any more says that it will not: by its words, since it has not called finish. */

const words =
  /\bI(?:['’]m| am)? (?:can(?:['’]t|not)|can not|won['’]t|will not|must decline|have to decline|decline|refuse|not (?:able|willing|comfortable|going)|unable)\b/i;

/** Only the beginning counts: who declines says so first. */
const looksAt = 400;

export function declines(text: string): boolean {
  return words.test(text.slice(0, looksAt));
}
