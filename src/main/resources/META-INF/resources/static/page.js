// What all pages of the console share: how they are built and kept, their words, and how they talk to Serai.

export const PLATFORMS = { shopify: 'Shopify', woocommerce: 'WooCommerce', jtl: 'JTL-FFN' };
const JOBS = {
  recent_sync: 'What was sold lately', bulk_orders: 'All orders', bulk_customers: 'All customers', bulk_products: 'All products',
  incremental_orders: 'Changed orders', incremental_customers: 'Changed customers', incremental_products: 'Changed products',
  single_order: 'One order', single_product: 'One product', poll_bulk: 'A bulk operation', full_sync: 'Every product compared',
};
export const jobName = type => JOBS[type] ?? type;
export const $ = id => document.getElementById(id);
export const query = new URLSearchParams(location.search);

// Building and updating the page. Nodes that stay are changed in place, so that focus, selection and scrolling stay too.

export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

function morph(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === 'open' && old.tagName === 'DETAILS')) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  old.onclick = fresh.onclick;
  fill(old, [...fresh.childNodes]);
}

const keyOf = node => (node.nodeType === 1 ? node.getAttribute('data-key') : null);

function fill(parent, wanted) {
  const keyed = new Map([...parent.children].filter(keyOf).map(node => [keyOf(node), node]));
  let place = parent.firstChild;
  for (const fresh of wanted) {
    let old = keyOf(fresh) ? keyed.get(keyOf(fresh)) : place;
    if (old && !keyOf(fresh) && (keyOf(old) || old.nodeName !== fresh.nodeName)) old = null;
    if (!old) {
      parent.insertBefore(fresh, place);
      continue;
    }
    if (old !== place) parent.insertBefore(old, place);
    else place = place.nextSibling;
    if (old.nodeType === 3) {
      if (old.data !== fresh.data) old.data = fresh.data;
    } else {
      morph(old, fresh);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

export function show(target, ...children) {
  fill(target, [...h('div', null, ...children).childNodes]);
  target.removeAttribute('aria-busy');
}

// Words

export const number = new Intl.NumberFormat('en');
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
let clock = 0; // server's clock minus ours

/** Takes over the server's clock, which says how long ago something was. */
export function setClock(now) {
  clock = Date.parse(now) - Date.now();
}

export function ago(iso) {
  const seconds = Math.max(0, Math.round((Date.now() + clock - Date.parse(iso)) / 1000));
  if (seconds < 2) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} d ago`;
}

export function age(iso) {
  return ago(iso).replace(' ago', '').replace('just now', 'under 2 s');
}

export function time(iso, words = ago) {
  const node = h('time', { datetime: iso, title: exact.format(new Date(iso)), 'data-words': words.name }, words(iso));
  return node;
}

export function tick() {
  for (const node of document.querySelectorAll('time[datetime]')) {
    const text = (node.dataset.words === 'age' ? age : ago)(node.getAttribute('datetime'));
    if (node.textContent !== text) node.textContent = text;
  }
}

export const chip = (name, words = name) => h('span', { class: 'chip', 'data-state': name }, words);

// Talking to Serai

export class SignedOut extends Error {}

export const csrf = () => ({ 'X-CSRF-Token': document.querySelector('meta[name=serai-csrf]').content });

export async function get(path, parameters = {}, mayBeMissing = false) {
  const wanted = new URLSearchParams();
  if (query.get('tenant')) wanted.set('tenant', query.get('tenant'));
  for (const [name, value] of Object.entries(parameters)) if (value) wanted.set(name, value);
  const answer = await fetch(`${path}?${wanted}`, { signal: AbortSignal.timeout(10000), headers: { Accept: 'application/json' } });
  if (answer.status === 401) throw new SignedOut();
  if (mayBeMissing && answer.status === 404) return null;
  if (answer.status === 404 && query.get('tenant')) { query.delete('tenant'); remember(); }
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

export function live(name, words) {
  if ($('live').dataset.state === name) return;
  $('live').dataset.state = name;
  $('live').title = words;
  $('live').querySelector('.words').textContent = words;
}

export async function guarded(work) {
  try {
    await work();
    live('live', 'Live');
    return true;
  } catch (problem) {
    if (problem instanceof SignedOut) location.reload();
    else live('lost', 'No connection, trying again');
    return false;
  }
}

export function remember() {
  const kept = new URLSearchParams([...query].filter(([, value]) => value));
  history.replaceState(null, '', kept.size ? `?${kept}` : location.pathname);
}

$('sign-out').onclick = async () => {
  await fetch('/logout', { method: 'POST', headers: csrf() });
  location.assign('/');
};
