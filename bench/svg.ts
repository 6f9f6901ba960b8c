import type { Point } from './measure/lag.ts';
import { type Column, columns } from './row.ts';
import type { PlatformName } from './world/seen.ts';

/** Text over time, of one contestant or of the agent itself. */
export interface Curve {
  readonly platform: PlatformName;
  readonly name: Column | 'agent';
  readonly points: readonly Point[];
}

const panel = { width: 560, height: 300, left: 62, top: 54, gap: 70, bottom: 76 } as const;
const panels = [
  { platform: 'slack', title: 'Slack' },
  { platform: 'discord', title: 'Discord' },
] as const;
const width = panel.left + panels.length * panel.width + (panels.length - 1) * panel.gap + 24;
const height = panel.top + panel.height + panel.bottom;

/** Colours that can be told apart on white and on black, also by people who see red and green alike. */
const style = `text { font: 13px system-ui, sans-serif; fill: #222 } .title { font-weight: 600; font-size: 15px }
.axis { stroke: #8888; fill: none } .grid { stroke: #8883 } .line { fill: none; stroke-width: 2 }
.c0 { stroke: #888; stroke-dasharray: 2 3 } .c1 { stroke: #0b84d8; stroke-width: 3 } .c2 { stroke: #e07b00 }
.c3 { stroke: #b4569b } .c4 { stroke: #2a9d70 } .c5 { stroke: #c9a200 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } }`;

/** Draws what was visible when, a panel for each platform, as an SVG document. */
export function drawCurves(curves: readonly Curve[], title: string): string {
  const maxMs = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ atMs }) => atMs)));
  const maxChars = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ chars }) => chars)));
  const bodies = panels.map((one, at) => drawPanel(one, at, curves, maxMs, maxChars));
  const order = ['agent', ...columns].filter((name) => curves.some((curve) => curve.name === name));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<style>${style}</style>`,
    `<text x="${panel.left}" y="22" class="title">${escapeXml(title)}</text>`,
    ...bodies.flat(),
    ...order.flatMap((name, at) => {
      const x = panel.left + at * 170;
      const y = height - 14;
      const words = name === 'agent' ? 'what the agent sent' : name;
      return [
        `<path class="line ${classOf(name)}" d="M${x} ${y - 4}h26"/>`,
        `<text x="${x + 34}" y="${y}">${escapeXml(words)}</text>`,
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel(
  { platform, title }: (typeof panels)[number],
  at: number,
  curves: readonly Curve[],
  maxMs: number,
  maxChars: number,
): string[] {
  const left = panel.left + at * (panel.width + panel.gap);
  const bottom = panel.top + panel.height;
  const x = (ms: number) => round(left + (Math.max(0, ms) / maxMs) * panel.width);
  const y = (chars: number) => round(bottom - (chars / maxChars) * panel.height);
  const here = curves.filter((curve) => curve.platform === platform);
  const seconds = ticks(maxMs / 1000, 6).map((value) => value * 1000);
  return [
    ...seconds.flatMap((ms) => [
      `<path class="grid" d="M${x(ms)} ${panel.top}V${bottom}"/>`,
      `<text x="${x(ms)}" y="${bottom + 20}" text-anchor="middle">${ms / 1000} s</text>`,
    ]),
    ...ticks(maxChars, 4).flatMap((chars) => [
      `<path class="grid" d="M${left} ${y(chars)}h${panel.width}"/>`,
      `<text x="${left - 8}" y="${y(chars) + 4}" text-anchor="end">${chars}</text>`,
    ]),
    `<path class="axis" d="M${left} ${panel.top}V${bottom}h${panel.width}"/>`,
    `<text x="${left}" y="${panel.top - 8}">${title}: characters that people can read</text>`,
    // Footnote is drawn last, on top of the others.
    ...here
      .toSorted((a, b) => Number(a.name === 'Footnote') - Number(b.name === 'Footnote'))
      .map(({ name, points }) => {
        const steps = points.map((point) =>
          name === 'agent' ? `L${x(point.atMs)} ${y(point.chars)}` : `H${x(point.atMs)}V${y(point.chars)}`,
        );
        return `<path class="line ${classOf(name)}" d="M${x(0)} ${y(0)}${steps.join('')}${name === 'agent' ? '' : `H${x(maxMs)}`}"/>`;
      }),
  ];
}

const classOf = (name: string) => `c${['agent', ...columns].indexOf(name)}`;
const round = (value: number) => Math.round(value * 10) / 10;
const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Round values from zero to a maximum, about `count` of them. */
function ticks(max: number, count: number): number[] {
  const rough = max / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, at) => at * step);
}
