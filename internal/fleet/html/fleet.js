'use strict';
(() => {
  const one = (selector) => document.querySelector(selector);
  const form = one('#filters');
  const found = one('#found');
  const rows = [...document.querySelectorAll('.matrix tbody tr')].map((el) => ({ el, ...el.dataset, shown: true }));
  for (const row of rows) row.name = row.name.toLowerCase();

  const labels = [...document.querySelectorAll('#filters .label')];

  // filter shows the clusters that meet all of the form.
  const filter = () => {
    const words = one('#search').value.toLowerCase().split(/\s+/).filter(Boolean);
    const [verdict, distribution, version, battery, product, tier] =
      ['verdict', 'distribution', 'version', 'battery', 'product', 'tier'].map((id) => one(`#${id}`).value);
    const chosen = labels.filter((el) => el.value).map((el) => `${el.dataset.key}=${el.value}`);
    const has = (list, value) => !value || list.includes(`|${value}|`);
    let left = 0;
    for (const row of rows) {
      const shown = (!verdict || row.verdict === verdict) && (!distribution || row.distribution === distribution) &&
        (!version || row.version === version) && has(row.missing, battery) && has(row.products, product) && has(row.tiers, tier) &&
        chosen.every((label) => has(row.labels, label)) &&
        words.every((word) => row.name.includes(word));
      if (shown !== row.shown) row.el.hidden = !shown;
      row.shown = shown;
      left += shown;
    }
    found.textContent = `${left} of ${rows.length} ${rows.length === 1 ? 'cluster' : 'clusters'} shown.`;
  };

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', filter);
  form.addEventListener('reset', () => setTimeout(filter));
  form.hidden = false;
  filter();
})();
