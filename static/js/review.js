// Review: keys for the decision buttons, finding in the list beside, redacting what is selected. Each needs its mark.
const typing = "input, textarea, select, [contenteditable='true']";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});

const find = document.querySelector("[data-find]");
if (find) {
  find.querySelector("[data-find-box]").hidden = false;
  const words = find.querySelector("[data-find-words]");
  words.addEventListener("input", () => {
    const wanted = words.value.trim().toLowerCase();
    find.querySelectorAll("[data-find-row]").forEach((row) => {
      row.hidden = Boolean(wanted) && !row.textContent.toLowerCase().includes(wanted);
    });
  });
  find.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

// The server counts characters as code points, the browser in UTF-16 units: count what a person would.
function offset(node, at) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const segment = element?.closest("[data-start]");
  if (!segment) return null;
  const start = Number(segment.dataset.start);
  if ("token" in segment.dataset) return start + (at > 0 ? 1 : 0);
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : at > 0 ? segment.textContent : "";
  return start + [...before].length;
}

const bar = document.querySelector("[data-selection]");
if (bar) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const block = range && (range.commonAncestorContainer.parentElement?.closest("[data-block]") ?? range.commonAncestorContainer.closest?.("[data-block]"));
    const start = block ? offset(range.startContainer, range.startOffset) : null;
    const end = block ? offset(range.endContainer, range.endOffset) : null;
    const isUsable = block && start !== null && end !== null && end > start;
    bar.hidden = !isUsable;
    if (!isUsable) return;
    bar.elements.block.value = block.dataset.block;
    bar.elements.start.value = start;
    bar.elements.end.value = end;
    bar.querySelector("[data-selection-words]").textContent = selection.toString();
  });
}

const ticks = document.querySelector("[data-tick-all]");
if (ticks) {
  // without a tick nothing would be decided: the whole list is then a choice of its own
  ticks.addEventListener("submit", (event) => {
    const hasTick = ticks.querySelector("input[name='numbers']:checked");
    const isFilter = ticks.querySelector("input[name='scope'][value='filter']").checked;
    if (hasTick || isFilter) return;
    event.preventDefault();
    ticks.querySelector("input[name='numbers']")?.focus();
  });
}
