import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/ops/metrics.ts';
import { research } from '../core/known-agents.ts';

describe('createMetrics', () => {
  it('counts what the core reports, with durations in seconds', async () => {
    const metrics = createMetrics();
    metrics.questionAccepted('slack', research);
    metrics.questionAccepted('slack', research);
    metrics.duplicateDropped('discord');
    metrics.replyVisible('slack', 400);
    metrics.textVisible('slack', 2_500);
    metrics.answerEnded('slack', research, 'complete', 12_000);
    metrics.answerEnded('slack', research, 'failed', 1_000, 'rate-limited');
    metrics.replyWritten('slack', 'ok');
    metrics.replyWritten('slack', 'rate-limited');
    metrics.connectionOpened('discord', 'new');
    metrics.connectionLost('discord');
    metrics.connectionOpened('discord', 'resumed');
    metrics.platformSilent('slack');
    metrics.storageFailed('ledger');
    const { contentType, body } = await metrics.render();
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = body.split('\n');
    for (const line of [
      'footnote_questions_total{platform="slack",agent="research"} 2',
      'footnote_duplicates_dropped_total{platform="discord"} 1',
      'footnote_reply_visible_seconds_sum{platform="slack"} 0.4',
      'footnote_reply_visible_seconds_bucket{le="0.25",platform="slack"} 0',
      'footnote_reply_visible_seconds_bucket{le="0.5",platform="slack"} 1',
      'footnote_text_visible_seconds_sum{platform="slack"} 2.5',
      'footnote_answer_seconds_sum{platform="slack",agent="research",state="complete"} 12',
      'footnote_answer_seconds_count{platform="slack",agent="research",state="failed"} 1',
      'footnote_answer_errors_total{platform="slack",agent="research",kind="rate-limited"} 1',
      'footnote_reply_writes_total{platform="slack",outcome="ok"} 1',
      'footnote_reply_writes_total{platform="slack",outcome="rate-limited"} 1',
      'footnote_connections_opened_total{platform="discord",how="new"} 1',
      'footnote_connections_opened_total{platform="discord",how="resumed"} 1',
      'footnote_connections_lost_total{platform="discord"} 1',
      'footnote_platform_silent_total{platform="slack"} 1',
      'footnote_storage_errors_total{store="ledger"} 1',
    ]) {
      expect(lines).toContain(line);
    }
    expect(body).toContain('process_cpu_seconds_total');
  });

  it('counts apart from other instances', async () => {
    const [one, two] = [createMetrics(), createMetrics()];
    one.duplicateDropped('slack');
    expect((await two.render()).body).not.toContain('footnote_duplicates_dropped_total{');
  });
});
