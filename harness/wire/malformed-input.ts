/** What a reader throws on bytes that do not say what the operation's shape expects; decode-request words it as AWS does. */

export class MalformedInput extends Error {
  override readonly name = 'MalformedInput';
}
