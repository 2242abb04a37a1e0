import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { DiscordFaults } from './faults.ts';
import { ALL_INTENTS, CLOSE, eventFrame, INTENTS, missedEvents, OP, withEvent, type Session } from './gateway-protocol.ts';
import { isRecord } from '../guards.ts';
import type { Json } from './message.ts';

/** `drop`: the line goes dead; `reconnect`: op 7; `invalid_session`: op 9, not to be resumed; or a close code. */
export type GatewayCut = 'drop' | 'reconnect' | 'invalid_session' | { readonly close_code: number };

export interface GatewayFacts {
  readonly connections: number;
  readonly identifies: number;
  readonly resumes: number;
  readonly heartbeats: number;
  /** Every close: the code and which side did it, oldest first. */
  readonly closes: readonly { readonly code: number; readonly by: 'client' | 'gateway' }[];
}

export interface Gateway {
  attach(server: Server): void;
  /** Sends to every session that asked for the intent; the data may depend on what the session may see. */
  dispatch(name: string, intent: number, data: Json | ((intents: number) => Json)): void;
  cut(how: GatewayCut): void;
  facts(): GatewayFacts;
  /** Identifies left of today's thousand. */
  startsLeft(): number;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly token: string;
  readonly faults: DiscordFaults;
  readonly ready: (session_id: string) => Json;
  /** The guild with all it holds, sent after READY to who has the guilds intent. */
  readonly guildCreate: () => Json;
}

const DAILY_STARTS = 1_000;
const SENDS_PER_MINUTE = 120;
const SESSIONS_KEPT = 50;

interface Connection {
  readonly socket: WebSocket;
  readonly heartbeat_interval_ms: number;
  session_id: string | null;
  sent: number[];
  heard_at_ms: number;
}

/** The WebSocket side of Discord, version 10 in JSON: sessions, heartbeats, resuming. */
export function createGateway(options: GatewayOptions): Gateway {
  const sockets = new WebSocketServer({ noServer: true });
  const connections = new Set<Connection>();
  const sessions = new Map<string, Session>();
  const closes: { code: number; by: 'client' | 'gateway' }[] = [];
  let identifies = 0;
  let resumes = 0;
  let heartbeats = 0;

  function send(connection: Connection, frame: Json): void {
    if (connection.socket.readyState === connection.socket.OPEN) connection.socket.send(JSON.stringify(frame));
  }
  function shut(connection: Connection, code: number): void {
    closes.push({ code, by: 'gateway' });
    connections.delete(connection);
    connection.socket.close(code);
  }
  function deliver(session_id: string, name: string, data: Json): void {
    const before = sessions.get(session_id);
    if (before === undefined) return;
    const session = withEvent(before, name, data);
    sessions.set(session_id, session);
    const event = session.events.at(-1);
    for (const connection of connections) if (event !== undefined && connection.session_id === session_id) send(connection, eventFrame(event));
  }

  function identify(connection: Connection, data: Json): void {
    if (connection.session_id !== null) return shut(connection, CLOSE.already_authenticated);
    const intents = data['intents'];
    const shard = data['shard'];
    if (data['token'] !== options.token) return shut(connection, CLOSE.authentication_failed);
    if (typeof intents !== 'number' || !Number.isInteger(intents) || intents < 0 || (intents & ~ALL_INTENTS) !== 0) return shut(connection, CLOSE.invalid_intents);
    if ((intents & options.faults.values.disallowed_intents) !== 0) return shut(connection, CLOSE.disallowed_intents);
    if (Array.isArray(shard) && (shard[0] !== 0 || shard[1] !== 1)) return shut(connection, CLOSE.invalid_shard);
    identifies += 1;
    const id = randomBytes(16).toString('hex');
    sessions.set(id, { id, intents, events: [], seq: 0 });
    const [oldest] = sessions.keys();
    if (sessions.size > SESSIONS_KEPT && oldest !== undefined) sessions.delete(oldest);
    connection.session_id = id;
    deliver(id, 'READY', options.ready(id));
    if ((intents & INTENTS.guilds) !== 0) deliver(id, 'GUILD_CREATE', options.guildCreate());
  }

  function resume(connection: Connection, data: Json): void {
    if (data['token'] !== options.token) return shut(connection, CLOSE.authentication_failed);
    const session = sessions.get(String(data['session_id']));
    const seq = data['seq'];
    if (session === undefined) return send(connection, { op: OP.invalid_session, d: false, s: null, t: null });
    if (typeof seq !== 'number' || seq > session.seq) return shut(connection, CLOSE.invalid_seq);
    const missed = missedEvents(session, seq);
    if (missed === null) return send(connection, { op: OP.invalid_session, d: false, s: null, t: null });
    resumes += 1;
    for (const other of connections) if (other !== connection && other.session_id === session.id) shut(other, CLOSE.session_timed_out);
    connection.session_id = session.id;
    for (const event of missed) send(connection, eventFrame(event));
    deliver(session.id, 'RESUMED', {});
  }

  function hear(connection: Connection, text: string): void {
    const now = Date.now();
    connection.sent = [...connection.sent.filter((at_ms) => now - at_ms < 60_000), now];
    if (connection.sent.length > SENDS_PER_MINUTE) return shut(connection, CLOSE.rate_limited);
    const frame = parse(text);
    if (frame === null) return shut(connection, CLOSE.decode_error);
    const data = isRecord(frame['d']) ? frame['d'] : {};
    switch (frame['op']) {
      case OP.heartbeat:
        heartbeats += 1;
        connection.heard_at_ms = now;
        if (!options.faults.values.skip_acks) send(connection, { op: OP.heartbeat_ack });
        return;
      case OP.identify:
        return identify(connection, data);
      case OP.resume:
        return resume(connection, data);
      case OP.presence:
      case OP.voice:
      case OP.request_members:
        if (connection.session_id === null) shut(connection, CLOSE.not_authenticated);
        return;
      default:
        return shut(connection, CLOSE.unknown_opcode);
    }
  }

  function accept(socket: WebSocket, address: URL): void {
    const heartbeat_interval_ms = options.faults.values.heartbeat_interval_ms;
    const connection: Connection = { socket, heartbeat_interval_ms, session_id: null, sent: [], heard_at_ms: Date.now() };
    connections.add(connection);
    const patience = setInterval(() => {
      // Ten seconds of grace: a machine under load is late without being gone.
      if (Date.now() - connection.heard_at_ms > heartbeat_interval_ms * 2 + 10_000) shut(connection, CLOSE.session_timed_out);
    }, heartbeat_interval_ms);
    patience.unref();
    socket.on('message', (raw) => hear(connection, textOfFrame(raw)));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      clearInterval(patience);
      if (!connections.delete(connection)) return;
      closes.push({ code, by: 'client' });
      // A client that says goodbye with 1000 or 1001 gives its session up.
      if ((code === 1000 || code === 1001) && connection.session_id !== null) sessions.delete(connection.session_id);
    });
    if (address.searchParams.get('v') !== '10') return shut(connection, CLOSE.invalid_api_version);
    if (address.searchParams.get('encoding') !== 'json' || address.searchParams.has('compress')) return shut(connection, CLOSE.decode_error);
    send(connection, { op: OP.hello, d: { heartbeat_interval: heartbeat_interval_ms, _trace: ['sandbox'] }, s: null, t: null });
  }

  return {
    attach(server) {
      server.on('upgrade', (request, socket, head) => {
        sockets.handleUpgrade(request, socket, head, (accepted) => accept(accepted, new URL(request.url ?? '/', 'http://sandbox')));
      });
    },
    dispatch(name, intent, data) {
      for (const session of sessions.values()) {
        if ((session.intents & intent) === intent) deliver(session.id, name, typeof data === 'function' ? data(session.intents) : data);
      }
    },
    cut(how) {
      for (const connection of [...connections]) {
        if (how === 'drop') connection.socket.terminate();
        else if (how === 'reconnect') send(connection, { op: OP.reconnect, d: null, s: null, t: null });
        else if (how === 'invalid_session') {
          if (connection.session_id !== null) sessions.delete(connection.session_id);
          connection.session_id = null;
          send(connection, { op: OP.invalid_session, d: false, s: null, t: null });
        } else shut(connection, how.close_code);
      }
    },
    facts: () => ({ connections: connections.size, identifies, resumes, heartbeats, closes: [...closes] }),
    startsLeft: () => Math.max(0, DAILY_STARTS - identifies),
    close: () => new Promise<void>((resolve) => {
      for (const connection of connections) connection.socket.terminate();
      sockets.close(() => resolve());
    }),
  };
}

function textOfFrame(raw: RawData): string {
  if (Array.isArray(raw)) return Buffer.concat(raw).toString('utf8');
  return (Buffer.isBuffer(raw) ? raw : Buffer.from(raw)).toString('utf8');
}

function parse(text: string): Json | null {
  try {
    const frame: unknown = JSON.parse(text);
    return isRecord(frame) ? frame : null;
  } catch {
    return null;
  }
}
