// Keeps an open page current: asks for it again now and then and replaces only the parts that changed.
// A part is washed once where what it is about changed (data-wash), not where time alone went on.
// Without this script the page stays as it was when it was opened; nothing else depends on it.
(() => {
  const every = 20000;
  const seen = new Map();

  function swap(part, next) {
    const open = [...part.querySelectorAll("details")].map((each) => each.open);
    part.replaceChildren(...next.childNodes);
    part.querySelectorAll("details").forEach((each, place) => { each.open = open[place] ?? false; });
    if (part.dataset.wash === next.dataset.wash) return;
    part.dataset.wash = next.dataset.wash;
    part.classList.remove("changed");
    requestAnimationFrame(() => part.classList.add("changed"));
  }

  function take(fresh) {
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (!next || next.innerHTML === seen.get(part.id) || part.contains(document.activeElement)) continue;
      seen.set(part.id, next.innerHTML);
      swap(part, next);
    }
    document.title = fresh.title;
  }

  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
      if (answer.ok && !answer.redirected) {
        take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      // the network is away: the page stays as it is and asks again
    }
  }

  for (const part of document.querySelectorAll("[data-live]")) seen.set(part.id, part.innerHTML);
  setInterval(look, every);
  document.addEventListener("visibilitychange", look);
})();
