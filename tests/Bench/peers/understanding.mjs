// The peers of understanding.cs, in one run on the same data: node-nlp on BANKING77, in the order of the file and shuffled (it trains in file
// order and stops early), and Recognizers-Text's seven recognisers on the same twelve messages.
//   Conformance__Data=… node understanding.mjs       (after npm install in this folder)
import { readFileSync } from 'node:fs';
import { NlpManager } from 'node-nlp';
import Suite from '@microsoft/recognizers-text-suite';

const data = process.env.Conformance__Data;
const rows = file => readFileSync(`${data}/nlu/${file}`, 'utf8').split('\n').map(line => line.split('\t')).filter(cells => cells.length >= 2).map(cells => ({ label: cells[0], text: cells[1].trim() }));
const sorted = times => { times.sort((a, b) => a - b); return { p50: times[times.length >> 1].toFixed(1), p99: times[Math.floor(times.length * 0.99)].toFixed(1) }; };

async function nlp(name, train, test) {
  const manager = new NlpManager({ languages: ['en'], nlu: { log: false }, autoSave: false, forceNER: false });
  for (const row of train) manager.addDocument('en', row.text, row.label);
  const start = performance.now();
  await manager.train();
  const trained = (performance.now() - start) / 1000;
  let right = 0;
  const times = [];
  for (const row of test) {
    const at = performance.now();
    const answer = await manager.process('en', row.text);
    times.push((performance.now() - at) * 1000);
    if (answer.intent === row.label) right++;
  }
  const { p50, p99 } = sorted(times);
  console.log(`node-nlp, ${name}: ${(100 * right / test.length).toFixed(2)} % of ${test.length}, trained in ${trained.toFixed(1)} s, one prediction p50 ${p50} µs, p99 ${p99} µs`);
}

if (data) {
  const train = rows('banking77/train.tsv'), test = rows('banking77/test.tsv');
  await nlp('BANKING77 in file order', train, test);
  let seed = 20261121;
  const chance = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const shuffled = [...train];
  for (let i = shuffled.length - 1; i > 0; i--) { const j = Math.floor(chance() * (i + 1)); [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]]; }
  await nlp('BANKING77 shuffled', shuffled, test);
}

const messages = {
  'zh-cn': ['我一个月最多还八百，下周五先还500可以吗', '为什么利息这么多', '我失业了，这个月还不上，能不能分24期', '还欠多少？', '13800001001，12月10号晚上八点后联系我', '滞纳金能打八折吗'],
  'en-us': ['I can pay $300 a month from the 15th', 'why so much interest', 'lost my job, can I split it over 24 months?', 'how much do I owe', 'call me after 8pm at 202-555-0143 next Friday', 'can you take 20% off the late fee'],
};
const all = (text, culture) => [
  Suite.recognizeNumber(text, culture), Suite.recognizePercentage(text, culture), Suite.recognizeNumberRange?.(text, culture), Suite.recognizeCurrency(text, culture),
  Suite.recognizeBoolean(text, culture), Suite.recognizePhoneNumber(text, culture), Suite.recognizeDateTime(text, culture),
];
for (const [culture, texts] of Object.entries(messages)) {
  const first = performance.now();
  all(texts[0], culture);
  const cold = performance.now() - first;
  const times = [];
  for (let i = 0; i < 600; i++) {
    const at = performance.now();
    all(texts[i % texts.length], culture);
    if (i >= 120) times.push((performance.now() - at) * 1000);
  }
  const { p50, p99 } = sorted(times);
  console.log(`Recognizers-Text for JavaScript, ${culture}: all of one message p50 ${p50} µs, p99 ${p99} µs; the first one ${cold.toFixed(0)} ms`);
}
