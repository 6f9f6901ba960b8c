import { describeButtons } from '../../contract/buttons.ts';
import { describePlatformAdapter } from '../../contract/platform-adapter.ts';
import { replyOn } from '../../contract/platform-scene.ts';
import { describeReply } from '../../contract/reply.ts';
import { setPlatform } from './platform-scene.ts';

describeReply('Discord', replyOn(setPlatform));
describePlatformAdapter('Discord', setPlatform);
describeButtons('Discord', setPlatform);
