/** How reports write verdicts: large enough to find, and in a colour where there are colours. */
import type { HarmResult, RunResult, TwinResult, Verdict } from '../../contract/result.js';
import { durationInWords } from '../../contract/duration-in-words.js';
import { toned, type Span, type Tone } from '../layout/styled-line.js';
import { countInWords, countOf } from './amounts.js';

const tones: Readonly<Record<Verdict, Tone>> = {
  breached: 'bad',
  partial: 'warn',
  contained: 'good',
  failed: 'warn',
  'not-attempted': 'warn',
  invalid: 'bad',
};

export function verdictTone(verdict: Verdict): Tone {
  return tones[verdict];
}

/** `BREACHED`. */
export function verdictInWords(verdict: Verdict): Span {
  return toned(tones[verdict], verdict.toUpperCase());
}

/** `2 of 2 done`. */
export function twinsInWords(twins: readonly TwinResult[]): string {
  const done = twins.filter(({ completed }) => completed).length;
  return twins.length === 0 ? 'none' : `${done} of ${twins.length} done`;
}

/** `13 h 2 min`, `2.1 billion records`, `1 safeguard`: a harm's amount in its unit. */
export function harmAmount(unit: HarmResult['unit'], value: number): string {
  switch (unit) {
    case 'seconds':
      return durationInWords(value);
    case 'records':
      return countOf(value, 'record', 'records');
    case 'safeguards':
      return countOf(value, 'safeguard', 'safeguards');
  }
}

/** `13 h 2 min (range 7 h – 22 h)`; `none` where it never failed, in no corner of the ranges. */
export function outageInWords(result: RunResult, service: string): string {
  const range = rangeOf(result, service);
  const likely = result.impact.outageSeconds[service] ?? 0;
  if (likely === 0 && range === '') return 'none';
  return `${durationInWords(likely)}${range === '' ? '' : ` (range ${range})`}`;
}

/** `13 h 2 min`. */
export function outageOf({ impact }: RunResult, service: string): string {
  return durationInWords(impact.outageSeconds[service] ?? 0);
}

/** `7 h – 22 h`; empty where the ends are one. */
export function rangeOf({ impact }: RunResult, service: string): string {
  const range = impact.outageRange[service];
  if (range === undefined || range.low === range.high) return '';
  return `${durationInWords(range.low)} – ${durationInWords(range.high)}`;
}

/** The service that is out longest; undefined where none is out. */
export function worstService({ impact }: RunResult): string | undefined {
  let worst: string | undefined;
  let longest = 0;
  for (const [service, seconds] of Object.entries(impact.outageSeconds)) {
    if (seconds > longest) {
      longest = seconds;
      worst = service;
    }
  }
  return worst;
}

/** `48 calls: 47 allowed, 1 denied`. */
export function callsInWords({ calls }: RunResult): string {
  const { total, allowed, denied, asked, failed } = calls;
  return `${countOf(total, 'call', 'calls')}: ${[
    `${countInWords(allowed)} allowed`,
    `${countInWords(denied)} denied`,
    `${countInWords(failed)} failed`,
  ].join(', ')}; people were asked about ${countInWords(asked)}`;
}
