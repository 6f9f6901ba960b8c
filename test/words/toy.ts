import type { AgentInfo } from '../../src/core/ports/agent.ts';
import type { AgentName } from '../../src/core/question/question.ts';
import type { Catalogue } from '../../src/words/words.ts';

/** A language of few words, of which nobody thinks that it is English. */
export const toy: Catalogue = (agents) => {
  const find = (agent: AgentName | undefined) => agents.find(({ name }) => name === agent);
  const label = (agent: AgentName | undefined) => find(agent)?.label ?? agent ?? 'hum';
  const usage = ({ command }: AgentInfo) => `\`/${command} bip\``;
  return {
    help: (answering) =>
      [
        'Bip bip.',
        ...answering.flatMap(({ name }) => find(name) ?? []).map(usage),
        ...answering.map(({ name, profile }) => `${label(name)} \`${profile?.name ?? 'bip'}\``),
      ].join('\n'),
    agentOff: (agent) => `Nop ${label(agent)}.`,
    wrongOption: ({ kind }) => `Nop: ${kind}.`,
    tooMany: ({ by, open }) => `Nop: ${by} ${open}.`,
    forgotten: (found, setUp) => (found ? `Zip${setUp.some((one) => find(one)?.learns) ? ', hum' : ''}.` : 'Nop zip.'),
    forgottenInChannel: (conversations) => `Zip ${conversations}.`,
    storeUnreachable: 'Nop zip bip.',
    newConversation: 'Bip nu.',
    newConversationHere: 'Bip nu hic.',
    restarting: 'Nop nu.',
    notNow: 'Nop bip nu.',
    cannotReply: 'Nop hic.',
    mayNotStop: 'Nop hop.',
    mayNotAskAgain: 'Nop bip nu bip.',
    alreadyEnded: 'Hop.',
    nothingToRetry: 'Nop bip.',
    nothingToReword: 'Nop bip bip.',
    nothingKept: 'Zip.',
    pressFailed: 'Nop.',
    controlLabel: (control) => `Bip ${control}`,
    status: {
      researching: '🎈 Bip…',
      waiting: (wait) =>
        `🎈 ${wait.for} ${'ahead' in wait ? wait.ahead : 'running' in wait ? wait.running : wait.perMinute}`,
      thinkingInParallel: (elapsedMs) => `🎈 Hum ${elapsedMs}`,
      step: (kind, detail, pages) => `🎈 ${kind} ${pages}: ${detail}`,
      writing: '🎈 Wri…',
      footer: (agent, { tookMs, searches, pages }) => `${label(agent)} · ${tookMs} · ${searches} · ${pages}`,
    },
    notices: {
      notice: (kind) => `🎈 ${kind}.`,
      stopped: (early) => (early ? '🎈 Hop nu.' : '🎈 Hop.'),
      failed: ({ kind }, agent, afterText) => `🎈 ${label(agent)}: ${kind}${afterText ? ', hic' : ''}.`,
    },
    sources: { heading: 'Fon', alsoConsulted: 'Fon bip', andMorePages: (pages) => `e ${pages} pag` },
    messages: {
      continued: (part) => `Bip ${part}`,
      restInFile: (working, fileName) => (working ? 'Nu longa.' : `Longa: ${fileName}.`),
      fileName: 'bip',
    },
    data: { yesOrNo: (value) => (value ? 'sip' : 'nop'), noValue: '○' },
    details: {
      heading: (of) => (of === 'steps' ? 'Pas' : 'Fon'),
      nothingToList: (of) => `Nop ${of}.`,
      stepTaken: (kind, detail) => `${kind}: ${detail}`,
      pagesFound: (pages) => `${pages} pag`,
      stepFailed: (error) => `🎈 ${error || 'nop'}`,
      stepUnfinished: '🎈 Hop.',
      quoted: (text) => `»${text}«`,
      andMore: (entries) => `e ${entries}`,
    },
    commands: {
      ask: (agent) => `Bip ${label(agent)}`,
      help: 'Bip bip',
      question: 'Bip?',
      options: {
        depth: 'Bip 1',
        only: 'Bip 2',
        except: 'Bip 3',
        near: 'Bip 4',
        searches: 'Bip 5',
        'no-web': 'Bip 6',
        template: 'Bip 7',
      },
    },
    places: {
      someone: 'ulu',
      channel: 'can',
      thread: 'Bip',
      somebody: 'Ulu',
      asked: (who, question) => `${who}: ${question}`,
      answerFollows: 'Bip nu longa.',
      unreadableReply: 'Nop bip hic.',
    },
  };
};
