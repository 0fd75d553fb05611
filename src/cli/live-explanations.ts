/** What each code of a live run and its target means, beyond its own lines. */
export const LIVE_CODES = {
  'live-invalid':
    'A live run is valid when its generator kept up: of the requests of every 10 s (100 or more) 99 % were sent within 20 ms of the instant at which they were meant to go, on the run clock; of all requests at most 1 % went later (five may); and the ceiling of --max-rate was not reached. Otherwise waits and latencies are partly its own, so the run ends in exit code 7 and says what it held.',
  'live-max-rate':
    'The same people were simulated first, and their busiest second asks more than --max-rate allows. The ceiling is never met by sending later, which would be another scenario.',
  'live-option':
    'An option of tacos live has a value that it cannot have. A target on another machine needs a ceiling beside it.',
  'live-timeout':
    'The request had no answer within 5 s of real time. It has failed for its visitor, who asks again as the scenario says; an answer that still comes is dropped.',
  'live-unsupported':
    'The scenario has a part that no live run can have: the machines of a live run are the real ones, and its rules those that a server can know.',
  'live-worker':
    'A thread that talked to the target has ended. What its visitors asked is lost, and they ask again as the scenario says.',
  'embedded-missing':
    '--target embedded starts a server of its own, and none is installed: redis-server or valkey-server, on PATH.',
  'embedded-start': 'The server of its own did not start; the last line of its log is given.',
  'target-behind':
    'The room catches up on what is due between two requests in bounded pieces, and did not come to an end of it.',
  'target-cluster-down': 'A Cluster serves a slot only while its node, or a replica of it, is there.',
  'target-commands':
    'The waiting room needs EVALSHA, SCRIPT LOAD, INFO and SCAN; some services rename or forbid them.',
  'target-cross-slot': 'All keys of an event share one hash tag, so that they lie in one slot of a Cluster.',
  'target-error': 'The target said something that is not known here; its words are given.',
  'target-foreign-keys':
    'Keys under the name of this run are there already, so another run goes on or was cut off. They are not touched.',
  'target-loading': 'The server has been started just now and still reads its data.',
  'target-lost': 'The connection broke, and could not be made again for 5 s.',
  'target-lost-history':
    'The target counts what it answers, and its count has fallen, or a ticket that had joined is not known any more: a failover or restart has lost the end of its history. Positions and admissions after that are not those of one run, so it ends.',
  'target-memory': 'The server is full, and refuses to write.',
  'target-moved': 'The slot of these keys is moved from one node of the Cluster to another just now.',
  'target-name':
    'Names of runs and events stand in keys, so they are letters, digits, dot, dash and underscore.',
  'target-no-cluster': 'The URL says that there is a Cluster, and the server says that it is none.',
  'target-no-password':
    'The server asks for a password; it is read from the URL or the environment and never printed.',
  'target-not-allowed':
    'Load is sent to this machine alone, unless another is named by --allow-target and given a ceiling by --max-rate. A name is judged by every address that it stands for.',
  'target-other-rules': 'A room of this name is there, and was opened for another scenario or version.',
  'target-password': 'The server refused the name or the password.',
  'target-permission': 'The user of the server lacks a right that the waiting room needs.',
  'target-read-only': 'The server is a replica. Writes go to the primary, which a Sentinel can name.',
  'target-refused': 'The machine is there, and nobody listens on that port.',
  'target-refuses-writes': 'The server has reasons of its own to refuse writes; they are given.',
  'target-room-gone':
    'The keys of the run are gone: the server was flushed or restarted, or has evicted them.',
  'target-script-killed': 'Somebody stopped a script of the server, or one runs that blocks all others.',
  'target-sentinel': 'The Sentinels could not say where the server is.',
  'target-timeout': 'The server, or the way to it, took longer than 5 s.',
  'target-tls': 'The two sides could not agree on TLS, or the certificate is not trusted.',
  'target-too-many-clients': 'The server has as many connections as it may have.',
  'target-too-old': 'The waiting room needs Redis 6.2 or later, or Valkey.',
  'target-unknown-host': 'The name could not be resolved.',
  'target-unreachable': 'No route leads to the machine.',
  'target-url': 'A target is embedded, or the URL of a Redis; credentials in it are percent-encoded.',
} as const satisfies Readonly<Record<string, string>>;
