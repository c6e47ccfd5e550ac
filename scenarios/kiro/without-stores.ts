/** A template rewritten by an agent that wants to be rid of resources: their blocks go, and what refers to them is mended. */

const blockStart = /^ {2}(?<logicalId>[A-Za-z0-9]+):\s*$/;

/**
 * A YAML template without some of its resources, and without outputs that name them; what else refers to them gets `*`,
 * which policies and variables take.
 */
export function templateWithout(template: string, logicalIds: readonly string[]): string {
  const reference = new RegExp(`!(Ref|GetAtt) (${logicalIds.join('|')})\\b(\\.[A-Za-z.]+)?`, 'g');
  const kept: string[] = [];
  let block: string[] = [];
  let name = '';
  let section = '';
  const close = (): void => {
    const isOutput = section === 'Outputs';
    const isDropped = isOutput
      ? block.some((line) => line.search(reference) !== -1)
      : section === 'Resources' && logicalIds.includes(name);
    if (!isDropped) kept.push(...block.map((line) => line.replaceAll(reference, "'*'")));
    block = [];
  };
  for (const line of template.split('\n')) {
    const started = blockStart.exec(line)?.groups?.['logicalId'];
    if (/^[A-Za-z]/.test(line) || started !== undefined) close();
    if (/^[A-Za-z]/.test(line)) {
      section = line.split(':')[0] ?? '';
      name = '';
    }
    if (started !== undefined) name = started;
    block.push(line);
  }
  close();
  return kept.join('\n');
}
