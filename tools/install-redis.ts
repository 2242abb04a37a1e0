import { ensureRedis } from '../adapters/store/ensure-redis.ts';

// Before the tests, because several of them would otherwise install it at the same time. It is started once to see that it can be.
const redis = await ensureRedis({
  env: process.env,
  say: (line) => {
    console.log(line);
  },
});
await redis.stop();
