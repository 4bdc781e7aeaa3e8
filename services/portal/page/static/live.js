// Keeps an open page current: asks for it again now and then and replaces only the parts that changed.
// A part is washed once where what it is about changed (data-wash), not where time alone went on.
// Without this script the page stays as it was when it was opened; nothing else depends on it.
(() => {
  const every = 20000;
  const seen = new Map();
  const connection = document.getElementById("connection");
  let known = new Date();

  function swap(part, next) {
    const open = [...part.querySelectorAll("details")].map((each) => each.open);
    part.replaceChildren(...next.childNodes);
    part.querySelectorAll("details").forEach((each, place) => { each.open = open[place] ?? false; });
    if (part.dataset.wash === next.dataset.wash) return;
    part.dataset.wash = next.dataset.wash;
    part.classList.remove("changed");
    requestAnimationFrame(() => part.classList.add("changed"));
  }

  // Sections come and go with what there is to say: each stands behind the one that it follows in the fresh page.
  function comeAndGo(fresh) {
    for (const part of document.querySelectorAll("main > [data-live]")) {
      if (!fresh.getElementById(part.id) && !part.contains(document.activeElement)) part.remove();
    }
    for (const part of fresh.querySelectorAll("main > [data-live]")) {
      if (document.getElementById(part.id)) continue;
      let before = part.previousElementSibling;
      while (before && !(before.id && document.getElementById(before.id))) before = before.previousElementSibling;
      const here = document.importNode(part, true);
      if (before) document.getElementById(before.id).after(here);
      else document.querySelector("main").prepend(here);
      seen.set(here.id, here.innerHTML);
      here.classList.add("changed");
    }
  }

  function take(fresh) {
    comeAndGo(fresh);
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (!next || next.innerHTML === seen.get(part.id) || part.contains(document.activeElement)) continue;
      seen.set(part.id, next.innerHTML);
      swap(part, next);
    }
    document.title = fresh.title;
  }

  // What is wrong with the connection: `lost`, `out` (no longer signed in), or nothing. Said once, not at each try.
  function tell(trouble) {
    if ((connection.dataset.trouble ?? "") === trouble) return;
    connection.dataset.trouble = trouble;
    const time = known.toLocaleTimeString(document.documentElement.lang);
    connection.textContent = trouble ? connection.dataset[trouble].replace("{time}", time) : "";
  }

  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
      if (answer.redirected) return tell("out");
      if (!answer.ok) return tell("lost");
      take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      known = new Date();
      tell("");
    } catch {
      tell("lost"); // the page stays as it is and asks again
    }
  }

  for (const part of document.querySelectorAll("[data-live]")) seen.set(part.id, part.innerHTML);
  setInterval(look, every);
  document.addEventListener("visibilitychange", look);
})();
