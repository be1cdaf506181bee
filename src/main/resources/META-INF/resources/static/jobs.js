// The page of jobs: how far each is, what became of it, and what a person can have it do.

import { $, PLATFORMS, csrf, get, guarded, h, jobName, live, number, query, remember, setClock, show, tick, time, chip } from './page.js';

const EVERY = 2000;
const STATES = [['', 'All', 'all'], ['active', 'Active', 'active'], ['completed', 'Completed', 'completed'], ['failed', 'Failed', 'failed'], ['cancelled', 'Cancelled', 'cancelled']];
const COMMANDS = { pending: ['pause', 'cancel'], running: ['pause', 'cancel'], paused: ['resume', 'cancel'], failed: ['retry'], cancelled: ['retry'], completed: [] };
const may = document.body.dataset.commands === 'true';
const state = { page: null, open: new Set(), logs: new Map(), busy: new Set(), problems: new Map() };

// Parts of the page

function amount(job) {
  if (job.total !== null) return `${number.format(job.processed)} of ${number.format(job.total)}`;
  if (job.processed) return `${number.format(job.processed)} so far`;
  return job.status === 'pending' ? 'waits for a worker' : 'nothing yet';
}

function when(job) {
  const words = { completed: 'completed', failed: 'given up', cancelled: 'cancelled' }[job.status];
  if (words) return [`${words} `, time(job.completedAt ?? job.createdAt)];
  if (job.startedAt) return ['begun ', time(job.startedAt)];
  return ['asked for ', time(job.createdAt)];
}

function bar(job) {
  const unknown = job.total === null && job.percent === 0 && job.status === 'running';
  return h('div', { class: 'progress' },
    h('progress', { max: 100, value: unknown ? null : job.percent, 'aria-label': 'Progress', 'data-state': job.status }),
    h('span', { class: 'percent', 'data-figure': 'percent' }, unknown ? '…' : `${job.percent} %`));
}

function buttons(job) {
  if (!may) return null;
  return h('div', { class: 'actions' }, COMMANDS[job.status].map(command => h('button', {
    type: 'button', 'data-key': command, 'data-command': command, disabled: state.busy.has(job.id),
    onclick: () => perform(job.id, command) }, command.charAt(0).toUpperCase() + command.slice(1))));
}

function log(job) {
  if (!job.lines && !state.open.has(job.id)) return null;
  const lines = state.logs.get(job.id);
  return h('details', { class: 'log', 'data-key': 'log', open: state.open.has(job.id), ontoggle: event => opened(job.id, event.target.open) },
    h('summary', null, `Log, ${number.format(job.lines)} ${job.lines === 1 ? 'line' : 'lines'}`),
    lines ? h('ol', null, lines.map((line, i) => h('li', { 'data-key': `${i}` }, time(line.at), ' ', h('span', { class: 'message' }, line.message))))
      : h('p', { class: 'unset' }, 'Loading'));
}

function row(job) {
  const problem = state.problems.get(job.id);
  return h('article', { class: 'job', 'data-key': job.id, 'data-job': job.id, 'data-status': job.status },
    h('div', { class: 'what' }, h('h3', null, jobName(job.type)), chip(job.status),
      h('span', { class: 'more' }, job.channelId ? `${job.channel} · ${PLATFORMS[job.platform] ?? job.platform}` : 'a channel that is gone')),
    bar(job),
    h('div', { class: 'facts-of-job' }, h('span', null, amount(job)), h('span', null, when(job)),
      job.attempts ? h('span', null, `${job.attempts} ${job.attempts === 1 ? 'try' : 'tries'} broke`) : null,
      job.requestedBy ? h('span', null, `by ${job.requestedBy}`) : null),
    buttons(job),
    job.error ? h('p', { class: job.status === 'failed' ? 'why' : 'reason', 'data-reason': '' }, job.error.split('\n')[0]) : null,
    job.paused != null && COMMANDS[job.status].includes('cancel')
      ? h('p', { class: 'reason', 'data-channel-paused': '' }, `The channel is paused${job.paused ? `: ${job.paused}` : ''}. The job goes on when the channel is resumed.`) : null,
    job.notice ? h('p', { class: 'reason', 'data-notice': '' }, job.notice) : null,
    problem ? h('p', { class: 'why', role: 'alert' }, problem) : null,
    log(job));
}

function nothing() {
  return h('div', { class: 'empty' }, query.get('state')
    ? h('p', null, 'No job is like that.')
    : [h('p', null, 'No job yet. Have a shop read, for example all of its orders:'),
      h('pre', null, `curl -X POST ${location.origin}/api/sync/orders \\\n  -H 'Authorization: Bearer <token>' -H 'Content-Type: application/json' \\\n  -d '{"organizationId": "${state.page.tenant?.id ?? 'my-shop'}", "fetchAll": true}'`)]);
}

function render() {
  const { page } = state;
  show($('tenant'), page.tenants.length > 1
    ? h('select', { 'aria-label': 'Tenant', id: 'tenants' }, page.tenants.map(t => h('option', { value: t.id, selected: t.id === page.tenant?.id }, t.name)))
    : page.tenant?.name ?? '');
  const choice = $('tenants');
  if (choice) choice.onchange = () => turn({ tenant: choice.value, page: '' });
  $('count').textContent = number.format(page.counts.all);
  show($('states'), STATES.map(([value, words, count]) => h('button', { type: 'button', 'data-key': count, 'data-count': count,
    'aria-pressed': (query.get('state') ?? '') === value ? 'true' : 'false', onclick: () => turn({ state: value, page: '' }) },
  words, h('span', { class: page.counts[count] && count === 'failed' ? 'number alarm bad' : 'number' }, number.format(page.counts[count])))),
  h('span', { class: 'more', 'data-key': 'of-active' }, page.counts.active
    ? ['running', 'pending', 'paused'].filter(s => page.counts[s]).map(s => `${number.format(page.counts[s])} ${s}`).join(', ') : null));
  if ($('retry-failed')) $('retry-failed').disabled = !page.retryable.length;
  show($('list'), page.jobs.length ? page.jobs.map(row) : nothing());
  const current = Math.floor(page.offset / page.limit) + 1;
  const pages = Math.max(1, Math.ceil(page.total / page.limit));
  show($('pager'), pages > 1 ? [
    h('button', { type: 'button', 'data-key': 'previous', disabled: current <= 1, onclick: () => turn({ page: current - 1 }) }, 'Previous'),
    h('span', null, `Page ${current} of ${pages}`),
    h('button', { type: 'button', 'data-key': 'next', disabled: current >= pages, onclick: () => turn({ page: current + 1 }) }, 'Next')] : null);
  if (current > pages) turn({ page: pages });
}

// Talking to Serai

let loading = 0;

async function load() {
  const mine = ++loading;
  const page = await get('/console/jobs', { state: query.get('state'), page: query.get('page') });
  const shown = new Set(page.jobs.map(job => job.id));
  state.open.forEach(id => { if (!shown.has(id)) state.open.delete(id); });
  await Promise.all([...state.open].map(loadLog));
  if (mine !== loading) return;
  setClock(page.now);
  state.page = page;
  render();
}

async function loadLog(id) {
  const answer = await fetch(`/api/sync/jobs/${id}`, { headers: { Accept: 'application/json' } });
  if (answer.ok) state.logs.set(id, (await answer.json()).data.log);
}

function opened(id, isOpen) {
  if (isOpen === state.open.has(id)) return;
  if (!isOpen) { state.open.delete(id); return; }
  state.open.add(id);
  guarded(load);
}

async function command(id, name) {
  const answer = await fetch(`/api/sync/jobs/${id}/${name}`, { method: 'POST', headers: csrf() });
  if (answer.ok) return null;
  const problem = await answer.json();
  return problem.detail ?? problem.title;
}

async function perform(id, name) {
  state.busy.add(id);
  render();
  await guarded(async () => {
    const problem = await command(id, name);
    if (problem) state.problems.set(id, problem);
    else state.problems.delete(id);
  });
  state.busy.delete(id);
  await guarded(load);
}

async function retryFailed() {
  const wanted = state.page.retryable;
  $('retry-failed').disabled = true;
  await guarded(async () => {
    let taken = 0;
    for (const id of wanted) {
      const problem = await command(id, 'retry');
      if (problem) state.problems.set(id, problem);
      else taken++;
    }
    say(`${taken} of ${wanted.length} ${wanted.length === 1 ? 'job' : 'jobs'} will be tried again.`);
    await load();
  });
}

async function clean() {
  $('clean').disabled = true;
  await guarded(async () => {
    const answer = await fetch('/api/integrations/product-sync/cleanup', { method: 'POST', headers: csrf() });
    const body = await answer.json();
    say(answer.ok ? `${number.format(body.data.deletedJobs)} ${body.data.deletedJobs === 1 ? 'job' : 'jobs'} that ended long ago deleted, of all tenants.` : body.detail ?? body.title);
    await load();
  });
  $('clean').disabled = false;
}

function say(words) {
  $('said').textContent = words;
}

function turn(changes) {
  Object.entries(changes).forEach(([name, value]) => query.set(name, value));
  remember();
  say('');
  guarded(load);
}

let timer;

async function watch() {
  clearTimeout(timer);
  if (document.hidden) return;
  await guarded(load);
  clearTimeout(timer);
  timer = setTimeout(watch, EVERY);
}

if ($('retry-failed')) $('retry-failed').onclick = retryFailed;
if ($('clean')) $('clean').onclick = clean;
document.addEventListener('visibilitychange', () => { if (document.hidden) live('waiting', 'Paused'); else watch(); });
setInterval(() => { if (!document.hidden) tick(); }, 1000);
watch();
