"use strict";
const by = id => document.getElementById(id);
const list = by("list");
const deals = Array.from(list.children);
const amount = deal => deal.dataset.amount === "" ? -Infinity : Number(deal.dataset.amount);

function show() {
  const owner = by("owner").value, verdict = by("verdict").value;
  let n = 0;
  for (const deal of deals) {
    deal.hidden = owner !== "" && deal.dataset.owner !== owner || verdict !== "" && deal.dataset.verdict !== verdict;
    n += deal.hidden ? 0 : 1;
  }
  by("shown").textContent = n === deals.length ? "" : `${n} of ${deals.length} deals shown`;
}

function sort() {
  const order = by("order").value === "amount" ? deals.slice().sort((a, b) => amount(b) - amount(a) || 0) : deals;
  list.append(...order);
}

by("owner").addEventListener("change", show);
by("verdict").addEventListener("change", show);
by("order").addEventListener("change", sort);
by("open").addEventListener("click", event => {
  const open = event.target.getAttribute("aria-pressed") !== "true";
  event.target.setAttribute("aria-pressed", open);
  for (const details of document.querySelectorAll("details")) details.open = open;
});
by("filter").hidden = false;
// A browser may come back to what was picked before.
show();
if (by("order").value !== "") sort();

// For browsers that do not print what the style opens.
const closed = [];
if (!CSS.supports("selector(::details-content)")) addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    closed.push(details);
  }
});
addEventListener("afterprint", () => {
  while (closed.length > 0) closed.pop().open = false;
});
