// The console: asks for a marker several times in two seconds and for everything else only when the marker changed.

import { $, PLATFORMS, ago, age, chip, csrf, get, guarded, h, live, number, query, remember, setClock, show, tick, time } from './page.js';

const EVERY = 600;
const HIDDEN_FIELDS_NOTE = 'never set';
const ORIGINS = { SHOPIFY: 'Shopify', WOOCOMMERCE: 'WooCommerce', NOLIMITS: 'the hub', JTL: 'JTL-FFN', SYSTEM: 'Serai' };
const KINDS = {
  shared_field: 'Edited in two places within five minutes. The later value stands until a person decides.',
  first_link: 'Hub and shop differed when they were linked. Nothing is pushed for this field until a person decides.',
  sku_taken: 'Another product in the shop has this SKU, so the shop refuses it for this one.',
  last_variant: 'The shop removed the last variant the product has. It stays everywhere else until a person decides.',
  removed_there: 'Somebody removed the variant there. It stays everywhere else and is not made there again until a person decides.',
  alternating: 'The value went back and forth without a person. It is frozen until a person decides.',
};

const state = { overview: null, list: null, marker: null, channels: new Map(), versions: new Map(), product: null };
// Words

function fieldName(key) {
  const words = key.replace(/([A-Z])/g, ' $1').toLowerCase().replace(/\bseo\b/, 'SEO').replace(/\bsku\b/, 'SKU')
    .replace(/\bgtin\b/, 'GTIN').replace(/\bhan\b/, 'HAN').replace(/ in (kg|cm)$/, ' ($1)').replace(/^is /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const cellName = cell => fieldName(cell.replace(/^.*\//, ''));

function text(value) {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.length ? value.join(', ') : null;
  if (typeof value === 'object') {
    const pairs = Object.entries(value).map(([name, one]) => `${name}: ${one}`);
    return pairs.length ? pairs.join(', ') : null;
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value) || null;
}

const valueOf = value => text(value) ?? h('span', { class: 'unset' }, 'empty');
const short = value => { const t = text(value); return t && t.length > 34 ? t.slice(0, 32) + '…' : t ?? 'empty'; };
const channelName = id => state.channels.get(id)?.label ?? id ?? '';

function price(product) {
  if (product.lowest === null) return h('span', { class: 'unset' }, '–');
  const amount = value => Number(value).toFixed(Math.max(2, (String(value).split('.')[1] || '').length));
  const figures = product.lowest === product.highest ? amount(product.lowest) : `${amount(product.lowest)} – ${amount(product.highest)}`;
  return product.currency ? `${figures} ${product.currency}` : figures;
}

const quantity = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** What can be sold, and beside it what is promised and what is on its way. */
function stock({ available, reserved, announced }) {
  if (available === null) return h('span', { class: 'unset', title: 'No warehouse has counted it' }, '–');
  const more = [reserved ? `${quantity.format(reserved)} reserved` : null, announced ? `${quantity.format(announced)} announced` : null].filter(Boolean);
  return [h('span', { class: available > 0 ? null : 'alarm', 'data-figure': 'available' }, quantity.format(available)), h('span', { class: 'unit' }, ' available'),
    more.length ? h('div', { class: 'more' }, more.join(', ')) : null];
}

// Parts of the page

function channelState(channel) {
  if (channel.status === 'disconnected') return ['disconnected', 'DISCONNECTED', channel.pauseReason || 'The shop no longer lets Serai in. Connect it again.'];
  if (channel.status === 'paused') return ['paused', 'PAUSED', channel.pauseReason || 'Paused by a person: nothing is pushed.'];
  if (channel.waitsUntil) return ['waiting', 'WAITING', `The shop asked for patience until ${new Date(channel.waitsUntil).toLocaleTimeString()}.`];
  if (channel.mustReadSince) return ['waiting', 'READING', 'The whole shop is read first; nothing is pushed until that is done.'];
  return ['active', 'ACTIVE', null];
}

function skew(ms) {
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 1) return 'under 1 s';
  const long = seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
  return h('span', { class: seconds > 30 ? 'alarm' : null }, `${long} ${ms > 0 ? 'ahead' : 'behind'}`);
}

function channelCard(channel) {
  const [status, words, reason] = channelState(channel);
  return h('article', { class: 'card', 'data-key': channel.id, 'data-status': status, 'data-channel': channel.id },
    h('header', null, h('h3', null, channel.name || channel.id), chip(status, words)),
    h('p', { class: 'where', title: channel.shop }, `${PLATFORMS[channel.platform] ?? channel.platform} · ${channel.shop ?? channel.id}`),
    reason && h('p', { class: 'reason' }, reason),
    h('dl', { class: 'facts' },
      h('dt', null, 'Products linked'),
      h('dd', null, number.format(channel.linked), channel.wanted ? h('span', { class: 'more' }, ` + ${number.format(channel.wanted)} to create`) : null),
      h('dt', null, 'Open conflicts'),
      h('dd', { class: channel.conflicts ? 'alarm' : null }, number.format(channel.conflicts)),
      h('dt', null, 'Last delivery'),
      h('dd', null, channel.lastDeliveryAt ? time(channel.lastDeliveryAt) : 'none yet'),
      channel.refused ? [h('dt', null, 'Refused in a day'), h('dd', { class: 'alarm' }, number.format(channel.refused))] : null,
      channel.failedDeliveries ? [h('dt', null, 'Deliveries given up in a week'), h('dd', { class: 'alarm' }, number.format(channel.failedDeliveries))] : null,
      h('dt', null, 'Shop’s clock'),
      h('dd', null, skew(channel.clockSkewMs))),
    channel.needsSignIn ? signInButton(channel) : null,
    channel.refused ? h('p', { class: 'reason', 'data-refusal': '' }, `A delivery could not be read. ${channel.lastRefusal.split('\n')[0]}`) : null,
    channel.stockError ? h('p', { class: 'reason', 'data-stock-error': '' }, `Its stock cannot be read: ${channel.stockError.split('\n')[0]}`) : null,
    channel.failedDeliveries ? h('p', { class: 'reason', 'data-failed-delivery': '' }, `A delivery was given up. ${channel.lastFailedDelivery.split('\n')[0]}`) : null);
}

function signInButton(channel) {
  const problem = state.signIn?.channel === channel.id ? state.signIn.problem : null;
  return h('p', { class: 'sign-in-there', 'data-key': 'sign-in' },
    h('button', { type: 'button', onclick: () => signInAt(channel.id) }, `Sign in at ${PLATFORMS[channel.platform]}`),
    problem ? h('span', { class: 'why', role: 'alert' }, problem) : null);
}

// The platform's own page asks the person; it sends the browser back to Serai.
async function signInAt(id) {
  const answer = await fetch(`/api/channels/${encodeURIComponent(id)}/authorization`, { method: 'POST', headers: csrf() });
  if (answer.status === 401) { location.reload(); return; }
  const body = await answer.json();
  if (answer.ok) { location.assign(body.data.authorizationUrl); return; }
  state.signIn = { channel: id, problem: body.detail ?? body.title };
  showOverview();
}

function noTenant() {
  return h('div', { class: 'card empty' }, h('p', null, 'No tenant yet. A tenant is one merchant with their shops. Create the first:'),
    h('pre', null, `curl -X POST ${location.origin}/api/tenants \\\n  -H 'Authorization: Bearer <token>' -H 'Content-Type: application/json' \\\n  -d '{"id": "my-shop", "name": "My shop"}'`));
}

function noChannel(tenant) {
  return h('div', { class: 'card empty' }, h('p', null, 'No channel yet. Connect the first shop, for example a WooCommerce:'),
    h('pre', null, `curl -X POST ${location.origin}/api/channels \\\n  -H 'Authorization: Bearer <token>' -H 'Content-Type: application/json' \\\n  -d '{"clientId": "${tenant}", "platform": "woocommerce", "url": "https://shop.example",\n       "credentials": {"consumerKey": "ck_…", "consumerSecret": "cs_…"}}'`),
    h('p', null, 'docs/how-to has it step by step, for Shopify too.'));
}

function queuePanel(queue, channels) {
  const figure = (name, value, alarm) => h('div', null, h('dt', null, name),
    h('dd', { 'data-zero': !value, class: alarm && value ? 'alarm bad' : null, 'data-figure': name }, value ? number.format(value) : '0'));
  const busy = channels.filter(c => c.pending || c.processing || c.failed);
  return [
    h('dl', { class: 'figures' }, figure('pending', queue.pending), figure('processing', queue.processing), figure('failed', queue.failed, true),
      h('div', null, h('dt', null, 'oldest'), h('dd', { 'data-zero': !queue.oldest }, queue.oldest ? time(queue.oldest, age) : '–'))),
    busy.length
      ? h('table', { class: 'small' },
        h('thead', null, h('tr', null, ['Channel', 'pending', 'processing', 'failed', 'oldest'].map(t => h('th', { scope: 'col' }, t)))),
        h('tbody', null, busy.map(c => h('tr', { 'data-key': c.id }, h('th', { scope: 'row' }, channelName(c.id)), h('td', null, number.format(c.pending)),
          h('td', null, number.format(c.processing)), h('td', { class: c.failed ? 'alarm bad' : null }, number.format(c.failed)),
          h('td', null, c.oldest ? time(c.oldest, age) : '–')))))
      : h('p', { class: 'unset' }, 'Nothing to push: every channel holds what it should.'),
    queue.failures.length ? h('ul', { class: 'failures' }, queue.failures.map(f => h('li', { 'data-key': f.id },
      h('button', { class: 'link', type: 'button', onclick: () => openProduct(f.productId) }, f.product ?? 'Product without a name'), ` on ${channelName(f.channelId)}, `, time(f.at ?? state.overview.now),
      h('div', { class: 'why' }, f.reason ?? 'No reason given', h('span', { class: 'more' }, ` (${f.attempts} ${f.attempts === 1 ? 'try' : 'tries'})`))))) : null,
  ];
}

function editLine(edit) {
  const outcome = { lost: ' (overruled)', restored: ' (put back)', withheld: ' (waits for a decision)' }[edit.outcome] ?? '';
  const who = ORIGINS[edit.origin] ?? edit.origin;
  return h('li', { 'data-key': edit.id, 'data-edit': edit.id },
    h('span', { class: 'what' },
      h('button', { class: 'link', type: 'button', onclick: () => openProduct(edit.productId) }, edit.product ?? 'Product without a name'), ' ',
      edit.fields > 1
        ? `${cellName(edit.cell)} and ${edit.fields - 1} more${outcome}`
        : [`${cellName(edit.cell)} → `, h('ins', null, short(edit.value)), outcome, edit.previous === null ? null : [' ', h('del', null, short(edit.previous))]]),
    h('span', { class: 'by' }, `${edit.channelId && state.channels.size ? channelName(edit.channelId) : who} · `, time(edit.at)));
}

function productRow(product) {
  const known = state.versions.get(product.id);
  const print = JSON.stringify([product.version, product.name, product.sku, product.lowest, product.highest, product.available]);
  const fresh = known && known.print !== print ? Date.now() : known?.fresh;
  state.versions.set(product.id, { print, fresh });
  return h('tr', { 'data-key': product.id, 'data-product': product.id, 'data-fresh': fresh && Date.now() - fresh < 2500 ? 'true' : null, onclick: () => openProduct(product.id) },
    h('td', null, h('button', { type: 'button', class: 'link name', title: product.name }, product.name ?? 'Without a name')),
    h('td', { class: 'sku' }, product.sku ? h('code', { title: product.sku }, product.sku) : h('span', { class: 'unset' }, '–'),
      product.variants > 1 ? h('div', { class: 'more' }, `${product.variants} variants`) : null),
    h('td', { class: 'number price' }, price(product)),
    h('td', { class: 'number stock' }, stock(product)),
    h('td', { class: 'on' }, h('div', { class: 'states' }, product.channels.length
      ? product.channels.map(l => h('span', { title: l.error, 'data-channel': l.channelId }, channelName(l.channelId), ' ', l.state === 'REMOVED' ? chip('none', 'REMOVED') : chip(l.syncStatus)))
      : [h('span', null, 'no channel ', chip(product.syncStatus))])),
    h('td', { class: 'changed' }, time(product.changedAt), ` by ${ORIGINS[product.changedBy] ?? product.changedBy}`));
}

function showOverview() {
  const { overview } = state;
  const labels = new Map();
  for (const c of overview.channels) labels.set(c.platform, (labels.get(c.platform) ?? 0) + 1);
  state.channels = new Map(overview.channels.map(c => [c.id, { ...c, label: labels.get(c.platform) > 1 ? c.name : PLATFORMS[c.platform] ?? c.platform }]));
  show($('tenant'), overview.tenants.length > 1
    ? h('select', { 'aria-label': 'Tenant', id: 'tenants' }, overview.tenants.map(t => h('option', { value: t.id, selected: t.id === overview.tenant?.id }, t.name)))
    : overview.tenant?.name ?? '');
  const choice = $('tenants');
  if (choice) choice.onchange = () => { query.set('tenant', choice.value); query.delete('page'); state.marker = null; remember(); refresh().then(watchProgress); };
  document.title = overview.tenant ? `${overview.tenant.name} · Serai` : 'Serai';
  show($('channels'), overview.channels.length ? overview.channels.map(channelCard) : overview.tenant ? noChannel(overview.tenant.id) : noTenant());
  show($('queue'), queuePanel(overview.queue, overview.channels));
  show($('edits'), overview.edits.length ? h('ul', { class: 'edits' }, overview.edits.map(editLine))
    : h('p', { class: 'unset' }, 'No edit yet. Change a product in a shop: it appears here within a second.'));
}

function showProducts() {
  const { list, overview } = state;
  const filtered = query.get('q') || query.get('state');
  show($('rows'), list.products.map(productRow));
  $('table').removeAttribute('aria-busy');
  $('table').hidden = !list.products.length;
  $('nothing').hidden = list.products.length > 0;
  show($('nothing'), filtered
    ? [h('p', null, 'No product matches. '), h('p', null, h('button', { type: 'button', onclick: clearFilter }, 'Show all products'))]
    : h('p', null, overview?.channels.length ? 'No product yet. They appear as soon as the shops have been read, or create one: POST /api/integrations/product-sync/create.'
      : 'No product yet. Connect a channel, and its products appear here.'));
  const totals = overview?.totals;
  $('count').textContent = filtered && totals ? `${number.format(list.total)} of ${number.format(totals.all)}` : number.format(list.total);
  const page = Math.floor(list.offset / list.limit) + 1;
  const pages = Math.max(1, Math.ceil(list.total / list.limit));
  const turn = to => () => { query.set('page', to); remember(); load(); $('products').scrollIntoView(); };
  show($('pager'), pages > 1 ? [
    h('button', { type: 'button', 'data-key': 'previous', disabled: page <= 1, onclick: turn(page - 1) }, 'Previous'),
    h('span', null, `Page ${page} of ${pages}`),
    h('button', { type: 'button', 'data-key': 'next', disabled: page >= pages, onclick: turn(page + 1) }, 'Next')] : null);
  if (page > pages) turn(pages)();
}

// The drawer

function difference(line, side) {
  const meant = side.meant === undefined || side.meant === null ? side.held : side.meant;
  return JSON.stringify(meant ?? null) !== JSON.stringify(line.hub ?? null) && text(meant) !== text(line.hub);
}

function fieldRows(lines, channels) {
  const rows = lines.filter(line => line.setBy || Object.keys(line.sides).length).map(line => h('tr', { 'data-key': line.field, 'data-field': line.field },
    h('th', { scope: 'row' }, fieldName(line.field)),
    h('td', { 'data-side': 'Hub' }, valueOf(line.hub)),
    channels.map(c => {
      const side = line.sides[c.channelId];
      if (!side) return h('td', { 'data-side': channelName(c.channelId) }, h('span', { class: 'unset' }, '–'));
      return h('td', { 'data-side': channelName(c.channelId), class: difference(line, side) ? 'different' : null }, valueOf(side.held),
        side.withheld ? h('span', { class: 'note' }, 'waits for a decision') : side.meant !== null ? h('span', { class: 'note' }, 'as the shop stores it') : null);
    }),
    h('td', { 'data-side': 'Set by', class: 'by-whom' }, line.setBy
      ? [line.setBy.channelId ? channelName(line.setBy.channelId) : ORIGINS[line.setBy.origin] ?? line.setBy.origin, ', ', time(line.setBy.at), h('div', null, line.setBy.sentence ?? line.setBy.rule)]
      : 'not set in the hub')));
  const unset = lines.filter(line => !line.setBy && !Object.keys(line.sides).length);
  return [
    rows.length ? h('table', { class: 'fields' },
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Field'), h('th', { scope: 'col' }, 'Hub'),
        channels.map(c => h('th', { scope: 'col' }, channelName(c.channelId))), h('th', { scope: 'col' }, 'Set by'))),
      h('tbody', null, rows)) : null,
    unset.length ? h('details', { class: 'unset-fields' }, h('summary', null, `${unset.length} ${unset.length === 1 ? 'field' : 'fields'} ${HIDDEN_FIELDS_NOTE}`), h('p', null, unset.map(l => fieldName(l.field)).join(', '))) : null,
  ];
}

function stockTable(variant) {
  const { available, reserved, announced, warehouses, places } = variant.stock;
  if (available === null) return null;
  const figure = (name, value) => h('div', null, h('dt', null, name), h('dd', { 'data-zero': !value, 'data-figure': name }, quantity.format(value ?? 0)));
  return h('div', { class: 'stock-of-variant', 'data-stock': variant.id },
    h('dl', { class: 'figures' }, figure('available', available), figure('reserved', reserved), figure('announced', announced)),
    h('ul', { class: 'listings' },
      warehouses.map(w => h('li', { 'data-key': w.warehouseId }, h('strong', null, w.name),
        h('span', { class: 'more' }, `counts ${quantity.format(w.level)}`, w.reserved ? `, ${quantity.format(w.reserved)} of it reserved` : '',
          w.blocked ? `, ${quantity.format(w.blocked)} blocked` : '', w.announced ? `, ${quantity.format(w.announced)} announced` : ''))),
      places.map(p => h('li', { 'data-key': `${p.channelId} ${p.locationId}`, 'data-place': p.channelId }, h('strong', null, channelName(p.channelId)),
        places.filter(other => other.channelId === p.channelId).length > 1 ? ` ${p.name ?? p.locationId}` : '',
        h('span', { class: 'more' }, p.held === null ? 'shows none' : `shows ${number.format(p.held)}`, `, may sell ${quantity.format(p.target)}`, p.isDue ? ', is being told' : ''),
        p.error ? h('span', { class: 'why' }, p.error) : null))));
}

function conflictBox(conflict, product) {
  const side = (who, value, stands) => h('div', null, h('span', { class: 'who' }, who, stands ? ' · stands now' : ''), valueOf(value));
  const variant = product.variants.find(v => conflict.cell.startsWith(v.id));
  return h('div', { class: 'conflict', 'data-key': conflict.id, 'data-conflict': conflict.id },
    h('h4', null, cellName(conflict.cell), variant ? ` of ${text(variant.title) ?? variant.sku ?? 'a variant'}` : '', ' ', chip('CONFLICT')),
    h('p', null, KINDS[conflict.kind] ?? conflict.kind, ' Found ', time(conflict.at), '.'),
    h('div', { class: 'sides' }, side('Hub', conflict.local, conflict.applied === 'local'), side(channelName(conflict.channelId), conflict.remote, conflict.applied === 'remote')));
}

function leftOut(what, product) {
  const variant = product.variants.find(v => v.id === what.variantId);
  const whose = variant ? text(variant.title) ?? variant.sku ?? 'a variant' : null;
  return `${[what.field ? fieldName(what.field) : null, whose].filter(Boolean).join(' of ')}: ${what.reason}.`;
}

function showProduct(product) {
  const living = product.variants.filter(v => !v.deletedAt);
  const removed = product.variants.filter(v => v.deletedAt);
  $('drawer-title').textContent = product.name ?? 'Without a name';
  show($('detail'),
    h('ul', { class: 'listings' }, product.channels.length ? product.channels.map(c => h('li', { 'data-key': c.channelId },
      h('strong', null, channelName(c.channelId)), c.state === 'REMOVED' ? chip('none', 'REMOVED') : chip(c.syncStatus),
      h('span', { class: 'more' }, c.state === 'WANTED' ? 'to be created there' : `id ${(c.externalId ?? '').replace(/^gid:\/\/shopify\/Product\//, '')}`,
        c.lastPushedAt ? [', pushed ', time(c.lastPushedAt)] : null),
      c.error ? h('span', { class: 'why' }, c.error) : null,
      c.leftOut.map(o => h('span', { class: 'more' }, `Left out: ${leftOut(o, product)}`))))
      : h('li', { class: 'unset' }, 'On no channel yet.')),
    product.conflicts.map(c => conflictBox(c, product)),
    h('h3', { 'data-key': 'product' }, 'Product'), h('div', { 'data-key': 'fields' }, fieldRows(product.fields, product.channels)),
    living.map(v => [h('h3', { 'data-key': `h-${v.id}` }, living.length > 1 ? `Variant ${text(v.title) ?? v.sku ?? ''}` : 'Variant'),
      h('div', { 'data-key': `s-${v.id}` }, stockTable(v)),
      h('div', { 'data-key': v.id }, fieldRows(v.fields, product.channels))]),
    removed.length ? h('p', { class: 'unset', 'data-key': 'removed' }, `Removed variants: ${removed.map(v => text(v.title) ?? v.sku ?? v.id).join('; ')}`) : null);
}

async function loadProduct() {
  const id = state.product;
  if (!id) return;
  const product = await get(`/console/products/${encodeURIComponent(id)}`, {}, true);
  if (state.product !== id) return;
  if (product) showProduct(product);
  else show($('detail'), h('p', { class: 'unset' }, 'This product is gone.'));
}

async function openProduct(id) {
  state.product = id;
  query.set('product', id);
  remember();
  if (!$('drawer').open) {
    $('drawer-title').textContent = state.list?.products.find(p => p.id === id)?.name ?? '';
    show($('detail'), h('p', { class: 'unset' }, 'Loading'));
    $('drawer').showModal();
    $('drawer').scrollTop = 0;
    $('close').focus();
  }
  await guarded(loadProduct);
}

// Talking to Serai

let loading = 0;

async function load() {
  const mine = ++loading;
  const [overview, list] = await Promise.all([get('/console/overview'),
    get('/console/products', { q: query.get('q'), state: query.get('state'), order: query.get('order'), page: query.get('page') })]);
  if (mine !== loading) return;
  setClock(overview.now);
  Object.assign(state, { overview, list });
  showOverview();
  showProducts();
  await loadProduct();
}

async function refresh() {
  await guarded(async () => {
    const { marker } = await get('/console/marker');
    if (marker === state.marker) return;
    await load();
    state.marker = marker;
  });
}

// What is read of the shops for the first time, until all of it is there.

const PROGRESS_EVERY = 5000;
const MILESTONES = { recent_sync: 'What was sold lately', orders: 'Orders', customers: 'Customers', products: 'Products' };

function milestone(one) {
  const words = { completed: 'done', pending: 'waits' }[one.status] ?? one.status;
  const unknown = one.status === 'running' && one.totalItems === null && one.percent === 0;
  const items = one.totalItems !== null && one.status !== 'completed' ? `${number.format(one.processedItems)} of ${number.format(one.totalItems)}`
    : one.processedItems ? number.format(one.processedItems) : '';
  return h('li', { 'data-key': `${one.channelId} ${one.milestone}`, 'data-milestone': one.milestone, 'data-status': one.status },
    h('span', { class: 'name' }, MILESTONES[one.milestone]),
    h('progress', { max: 100, value: unknown ? null : one.percent, 'aria-label': MILESTONES[one.milestone], 'data-state': one.status }),
    h('span', { class: 'percent' }, one.status === 'running' && !unknown ? `${one.percent} %` : words),
    h('span', { class: 'more' }, items),
    one.errorMessage && one.status !== 'completed' ? h('span', { class: one.status === 'failed' ? 'why' : 'more' }, one.errorMessage.split('\n')[0]) : null);
}

function showProgress(progress) {
  const isOver = progress === null || ['none', 'completed'].includes(progress.status);
  $('progress').hidden = isOver;
  if (isOver) return;
  $('progress-share').textContent = `${progress.percent} %`;
  const channels = progress.channels.filter(c => progress.milestones.some(m => m.channelId === c.channelId));
  show($('milestones'), channels.map(c => h('div', { 'data-key': c.channelId },
    channels.length > 1 ? h('h3', null, c.name) : null,
    h('ul', { class: 'milestones' }, progress.milestones.filter(m => m.channelId === c.channelId).map(milestone)))));
}

let progressTimer;

async function watchProgress() {
  clearTimeout(progressTimer);
  if (document.hidden) return;
  const tenant = state.overview?.tenant?.id;
  if (tenant) {
    await guarded(async () => {
      const answer = await fetch(`/api/sync/${encodeURIComponent(tenant)}/status`, { headers: { Accept: 'application/json' } });
      if (answer.status === 401) { location.reload(); return; }
      if (!answer.ok && answer.status !== 404) throw new Error(`the progress answered ${answer.status}`);
      if (tenant === state.overview?.tenant?.id) showProgress(answer.ok ? await answer.json() : null);
    });
  }
  clearTimeout(progressTimer);
  progressTimer = setTimeout(watchProgress, PROGRESS_EVERY);
}

let timer;

async function watch() {
  clearTimeout(timer);
  if (document.hidden) return;
  await refresh();
  clearTimeout(timer);
  timer = setTimeout(watch, $('live').dataset.state === 'lost' ? 3 * EVERY : EVERY);
}

function clearFilter() {
  ['q', 'state', 'page'].forEach(name => query.delete(name));
  readQuery();
  remember();
  guarded(load);
}

function readQuery() {
  $('q').value = query.get('q') ?? '';
  $('state').value = query.get('state') ?? '';
  $('order').value = query.get('order') || 'name';
}

let typing;

function filterChanged() {
  query.set('q', $('q').value.trim());
  query.set('state', $('state').value);
  query.set('order', $('order').value === 'name' ? '' : $('order').value);
  query.delete('page');
  remember();
  guarded(load);
}

$('filter').onsubmit = event => { event.preventDefault(); filterChanged(); };
$('q').oninput = () => { clearTimeout(typing); typing = setTimeout(filterChanged, 180); };
$('state').onchange = filterChanged;
$('order').onchange = filterChanged;
$('close').onclick = () => $('drawer').close();
$('drawer').onclick = event => { if (event.target === $('drawer')) $('drawer').close(); };
$('drawer').onclose = () => { state.product = null; query.delete('product'); remember(); };
document.addEventListener('visibilitychange', () => { if (document.hidden) live('waiting', 'Paused'); else watch().then(watchProgress); });
document.addEventListener('keydown', event => {
  if (event.key === '/' && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
    event.preventDefault();
    $('q').focus();
  }
});
setInterval(() => {
  if (document.hidden) return;
  tick();
  for (const row of document.querySelectorAll('[data-fresh]')) {
    const known = state.versions.get(row.dataset.product);
    if (!known?.fresh || Date.now() - known.fresh > 2500) row.removeAttribute('data-fresh');
  }
}, 1000);

readQuery();
watch().then(watchProgress);
if (query.get('product')) openProduct(query.get('product'));
