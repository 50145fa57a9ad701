"use strict";
(() => {
  const collator = new Intl.Collator(["zh-Hans-u-co-pinyin", "en"], { numeric: true });
  const status = document.getElementById("status");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Sorting: a heading becomes a button; empty cells stay last in both directions.
  const key = (row, column) => {
    const cell = row.cells[column];
    return (cell.dataset.v ?? cell.textContent).trim();
  };
  const sort = (heading, column) => {
    const descending = heading.ariaSort === "ascending" || (!heading.ariaSort && heading.matches(".n"));
    const body = heading.closest("table").tBodies[0];
    const rows = [...body.rows].map((row) => [key(row, column), row]);
    rows.sort(([one], [other]) => {
      if (!one || !other) return Number(!one) - Number(!other);
      const order = isNaN(one) || isNaN(other) ? collator.compare(one, other) : one - other;
      return descending ? -order : order;
    });
    body.append(...rows.map(([, row]) => row));
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.ariaSort = descending ? "descending" : "ascending";
    status.textContent = `Sorted by ${heading.textContent}, ${heading.ariaSort}.`;
  };
  for (const table of all(".sortable")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sort(heading, column));
    });
  }

  // Filters: `keep` says of an item whether a form's values let it through.
  const filter = (form, items, one, many, keep, after = () => {}) => {
    const texts = new Map();
    const apply = () => {
      const values = Object.fromEntries(new FormData(form));
      const wanted = values.text.trim().toLowerCase();
      let shown = 0;
      for (const item of items) {
        if (wanted && !texts.has(item)) texts.set(item, item.textContent.toLowerCase());
        item.hidden = !keep(item, values) || (wanted !== "" && !texts.get(item).includes(wanted));
        shown += Number(!item.hidden);
      }
      form.querySelector("output").textContent = `${shown} of ${items.length} ${items.length === 1 ? one : many} shown`;
      after(shown < items.length);
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    apply();
    return apply;
  };

  const matrix = document.getElementById("matrix-controls");
  if (matrix) {
    const rows = [...document.getElementById("renderings").tBodies[0].rows];
    filter(matrix, rows, "concept", "concepts", (row, values) => !values.differing || row.matches(".differs"));
  }

  const beside = document.getElementById("sister-controls");
  if (beside) {
    const sisters = all(".sisters");
    filter(
      beside,
      all(".beside tbody"),
      "line",
      "lines",
      (line, values) => !values.differing || line.matches(".differs"),
      (filtered) => {
        for (const each of sisters) {
          each.hidden = filtered && all("tbody", each).every((line) => line.hidden);
          if (filtered && !each.hidden) each.open = true;
        }
      },
    );
  }

  const form = document.getElementById("finding-controls");
  if (form) {
    const groups = all(".group");
    const members = new Map(groups.map((group) => [group, all(".finding", group)]));
    const fields = ["s", "v", "r", "a"];
    const apply = filter(
      form,
      [...members.values()].flat(),
      "gathered" in form.dataset ? "entry" : "finding",
      "gathered" in form.dataset ? "entries" : "findings",
      (item, values) => fields.every((field) => !values[field] || item.dataset[field].split(" ").includes(values[field])),
      (filtered) => {
        for (const [group, items] of members) {
          group.hidden = items.every((item) => item.hidden);
          if (filtered && !group.hidden) group.open = true;
        }
      },
    );
    for (const button of all("[data-fold]", form)) {
      button.addEventListener("click", () => {
        for (const group of groups) group.open = button.dataset.fold === "open";
        status.textContent = button.dataset.fold === "open" ? "All unfolded." : "All folded.";
      });
    }
    for (const link of all("a[data-article]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        form.reset();
        form.elements.a.value = link.dataset.article;
        apply();
        document.getElementById("findings").scrollIntoView();
        form.elements.a.focus({ preventScroll: true });
      });
    }
    // A link to a finding that is filtered away or folded brings it back.
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      const target = link && document.getElementById(link.hash.slice(1));
      if (!target || event.defaultPrevented) return;
      if (target.closest("[hidden]")) {
        form.reset();
        apply();
      }
    });
  }
  const unfold = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (let node = target?.closest("details"); node; node = node.parentNode.closest("details")) node.open = true;
    target?.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  if (location.hash) unfold();

  // Paper has no folds.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open], .others)");
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
})();
