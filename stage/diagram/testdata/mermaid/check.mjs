// Draws Mermaid files with Mermaid itself, and writes as JSON what is to be seen
// then: the text of every node and way, and whatever elements a text has in it
// that it should not have. A page without a browser has no sizes, which is no
// matter for the texts.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<body></body>');
for (const name of ['window', 'document', 'Element', 'SVGElement', 'DOMParser', 'XMLSerializer', 'CSSStyleSheet', 'getComputedStyle']) {
  globalThis[name] = name === 'window' ? window : window[name];
}
window.SVGElement.prototype.getBBox = () => ({ x: 0, y: 0, width: 100, height: 20 });
globalThis.btoa = s => Buffer.from(s).toString('base64');
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false, maxTextSize: 1e7 });

const frames = new Set(['foreignObject', 'DIV', 'SPAN', 'P', 'rect', 'g', 'BR']);

function shown(element) {
  for (const br of element.querySelectorAll('br')) br.replaceWith('\n');
  const elements = [...element.querySelectorAll('*')].map(e => e.tagName).filter(name => !frames.has(name));
  return { text: element.textContent, elements };
}

const out = [];
for (const file of process.argv.slice(2)) {
  const source = readFileSync(file, 'utf8');
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(source);
  const { svg } = await mermaid.render('drawn', source);
  const page = document.createElement('div');
  page.innerHTML = svg;
  out.push({
    title: shown(page.querySelector('svg > title')),
    nodes: [...db.getVertices().values()].map(v => ({ id: v.id, ...shown(page.querySelector(`.node[id$="${v.domId}"] .label`)) })),
    ways: db.getEdges().map(e => ({ from: e.start, to: e.end, ...shown(page.querySelector(`.label[data-id="${e.id}"]`)) })),
  });
}
process.stdout.write(JSON.stringify(out));
