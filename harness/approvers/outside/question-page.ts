/** The page on which real people answer: one file, nothing from elsewhere; what agents wrote enters it as text alone. */

/**
 * @param nonce the one under which its script and its style may run.
 * @param base the path that it is at, ending in `/`.
 */
export function questionPage(nonce: string, base: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Approvals</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<h1>Approvals</h1>
<p id="state" role="status">Loading …</p>
<label for="person">You are</label> <select id="person"></select>
<section id="questions" aria-live="polite"></section>
</main>
<script nonce="${nonce}">${script(base)}</script>
</body>
</html>
`;
}

/** What browsers may load for the page: its own script and style, and its own answers. */
export function policyOf(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; } main { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #8886; border-radius: .5rem; padding: 1rem 1.25rem; margin: 1rem 0; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
dl { display: grid; grid-template-columns: 7rem 1fr; gap: .25rem .75rem; margin: 0 0 .75rem; }
dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin-bottom: .75rem; }
td, th { text-align: left; padding: .15rem .75rem .15rem 0; vertical-align: top; overflow-wrap: anywhere; }
button { font: inherit; padding: .4rem 1.1rem; border-radius: .4rem; border: 1px solid #8888; cursor: pointer; margin-right: .5rem; }
button.grant { background: #1a7f37; color: #fff; } button.refuse { background: #b42318; color: #fff; }
input, select { font: inherit; padding: .3rem .5rem; } input { width: 20rem; max-width: 100%; margin-bottom: .75rem; }
.told { margin: .5rem 0 0; } .settled { opacity: .65; }
`;

/** Every text is set as text: no markup of it is read as such. */
function script(base: string): string {
  return `
'use strict';
const base = ${JSON.stringify(base)};
const shown = new Map();
const element = (name, text, kind) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind !== undefined) made.className = kind;
  return made;
};
const state = document.getElementById('state');
const person = document.getElementById('person');
const list = document.getElementById('questions');
const people = new Set();
function addPeople(names) {
  for (const name of names) {
    if (people.has(name)) continue;
    people.add(name);
    const option = element('option', name);
    option.value = name;
    person.append(option);
  }
}
person.append(element('option', '(choose your name)'));
person.firstChild.value = '';
function show(question) {
  const card = element('article');
  card.append(element('h2', question.title));
  const facts = element('dl');
  for (const [name, text] of question.facts) facts.append(element('dt', name), element('dd', text));
  card.append(facts);
  const table = element('table');
  for (const row of question.effects) {
    const line = element('tr');
    for (const cell of row) line.append(element('td', cell));
    table.append(line);
  }
  card.append(table);
  const reason = element('input');
  reason.placeholder = 'why (may be left empty)';
  reason.setAttribute('aria-label', 'why');
  const told = element('p', '', 'told');
  const buttons = [['grant', 'Approve'], ['refuse', 'Deny']].map(([answer, text]) => {
    const button = element('button', text, answer);
    button.type = 'button';
    button.addEventListener('click', () => send(question.key, answer, reason.value, told));
    return button;
  });
  card.append(reason, element('br'), ...buttons, told);
  list.prepend(card);
  shown.set(question.key, { card, told, buttons, reason });
}
async function send(key, answer, reason, told) {
  if (person.value === '') { told.textContent = 'First say who you are.'; person.focus(); return; }
  try {
    const came = await fetch(base + 'questions/' + key, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: person.value, answer, reason }),
    });
    told.textContent = (await came.json()).told;
  } catch { told.textContent = 'Nobody took the answer: is the run over?'; }
  await look();
}
function settle(key, text) {
  const { card, told, buttons, reason } = shown.get(key);
  card.className = 'settled';
  told.textContent = text;
  for (const each of [...buttons, reason]) each.disabled = true;
}
async function look() {
  try {
    const { questions } = await (await fetch(base + 'questions')).json();
    for (const question of questions) {
      addPeople(question.who);
      if (!shown.has(question.key)) show(question);
      if (question.state !== 'open') settle(question.key, 'It is ' + question.state + '.');
    }
    const open = questions.filter((question) => question.state === 'open').length;
    state.textContent = open === 0 ? 'Nothing waits for you.' : open + (open === 1 ? ' request waits.' : ' requests wait.');
    return true;
  } catch {
    state.textContent = 'The run is over: nothing is asked any more.';
    for (const { buttons } of shown.values()) for (const button of buttons) button.disabled = true;
    return false;
  }
}
async function watch() { while (await look()) await new Promise((resolve) => setTimeout(resolve, 1000)); }
watch();
`;
}
