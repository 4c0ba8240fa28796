// Runs in the page of all results. Texts come from streams and studies: they are set as text, never as HTML.
const { figures, drill } = JSON.parse(document.getElementById("data").textContent);
const atOnce = 20;

/** An element with its attributes and what is inside: elements and texts. */
function make(tag, attributes, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside.filter((each) => each !== null));
  return element;
}

const letter = (choice) => String.fromCharCode(65 + choice);

function clock(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const text = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return ms < 0 ? `-${text}` : text;
}

function drawFigures() {
  const draw = (element) => {
    const { traces, layout } = figures[Number(element.dataset.figure)];
    element.textContent = "";
    window.Plotly.newPlot(element, traces, layout, { responsive: true, displayModeBar: false });
  };
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) {
          seen.unobserve(target);
          draw(target);
        }
    },
    { rootMargin: "400px" },
  );
  for (const element of document.querySelectorAll(".plot")) seen.observe(element);
}

/** The answers that a row of data counts, each with its arm, its reader and how it was given. */
function answersOf([question, arms, reader, order, draw]) {
  return drill.answers[question]
    .filter(([arm, own]) => (arms === null || arms.includes(arm)) && (reader === null || reader === own))
    .flatMap(([arm, own, ways]) => ways.map((way) => ({ arm, reader: own, way: drill.ways[way] })))
    .filter(({ way }) => (order === null || order.join() === way[0].join()) && (draw === null || draw === way[1]));
}

function isRight(question, [order, , status, choice]) {
  return status === "answered" && choice !== null && order[choice] === question.answer;
}

function sourceItem(source, number) {
  if (typeof source === "string")
    return make("details", {}, make("summary", {}, `${number}. A row of data`), make("pre", {}, source));
  const question = drill.questions[source[0]];
  const chunk = question.chunk === null ? null : drill.chunks[question.chunk];
  const answers = answersOf(source);
  const answered = answers.filter(({ way }) => way[2] === "answered");
  const right = answered.filter(({ way }) => isRight(question, way)).length;
  const place =
    chunk === null ? "" : `, ${chunk.video}, chunk ${chunk.index}, ${clock(chunk.startMs)} to ${clock(chunk.endMs)}`;
  const score = answers.length === 0 ? "" : `: ${right} of ${answered.length} answers right`;
  const item = make("details", {}, make("summary", {}, `${number}. ${question.kind}${place}${score}`));
  item.addEventListener("toggle", () => item.append(...questionParts(question, chunk, answers)), { once: true });
  return item;
}

function questionParts(question, chunk, answers) {
  const { stem, choices, language, evidence } = question;
  const parts = [make("p", { class: "soft" }, `question ${question.id}`)];
  if (stem === null) {
    parts.push(
      make(
        "p",
        {},
        `${choices} choices, the right one is ${letter(question.answer)}. The study does not publish text.`,
      ),
    );
  } else {
    parts.push(make("p", { lang: language }, make("bdi", {}, stem)));
    const list = choices.map((choice, i) =>
      make(
        "li",
        i === question.answer ? { class: "right" } : {},
        make("bdi", { lang: language }, choice),
        i === question.answer ? " (right)" : null,
      ),
    );
    parts.push(make("ol", { class: "choices" }, ...list));
  }
  const lines = evidence.map(([line, source]) => `line ${line + 1} (${source.toLowerCase()})`);
  parts.push(make("p", { class: "soft" }, `Evidence: ${lines.length === 0 ? "no line is named" : lines.join(", ")}.`));
  if (chunk?.lines) parts.push(onDemand("The chunk's chat and speech", () => chunkLines(chunk, question)));
  parts.push(onDemand(`${answers.length} answers`, () => answerTable(question, answers)));
  return parts;
}

function onDemand(title, makeBody) {
  const details = make("details", {}, make("summary", {}, title));
  details.addEventListener("toggle", () => details.append(makeBody()), { once: true });
  return details;
}

function chunkLines(chunk, { language, evidence }) {
  const marked = new Set(evidence.map(([line]) => line));
  const items = chunk.lines.map(([source, atMs, text], i) => {
    const kind = source === 0 ? "chat" : "speech";
    const label = make("small", {}, `${clock(atMs)} ${kind}${marked.has(i) ? ", evidence" : ""} `);
    return make(
      "li",
      { class: `${kind}${marked.has(i) ? " evidence" : ""}` },
      label,
      make("bdi", { lang: language }, text),
    );
  });
  const list = make("ol", { class: "lines", tabindex: "0", "aria-label": "lines of the chunk" }, ...items);
  const first = list.querySelector(".evidence");
  if (first)
    requestAnimationFrame(() => {
      list.scrollTop = first.offsetTop - list.offsetTop - 60;
    });
  return list;
}

function answerTable(question, answers) {
  const head = ["arm", "reader", "order shown", "draw", "answer", ""].map((text) => make("th", { scope: "col" }, text));
  const rows = answers.map(({ arm, reader, way }) => {
    const [order, draw, status, choice] = way;
    const given = status === "answered" && choice !== null ? letter(order[choice]) : status;
    const verdict =
      status === "answered" ? (isRight(question, way) ? "right" : "wrong") : "not counted as right or wrong";
    const cells = [drill.readers[reader], order.map(letter).join(""), String(draw), given, verdict];
    return make("tr", {}, make("th", { scope: "row" }, drill.arms[arm]), ...cells.map((text) => make("td", {}, text)));
  });
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "answers" }, table);
}

/** Rows of data from one on, and a button for the next. */
function listFrom(first, sources, count) {
  const part = document.createDocumentFragment();
  const end = Math.min(first + atOnce, sources.length);
  for (let i = first; i < end; i++) part.append(sourceItem(drill.sources[sources[i]], i + 1));
  if (end < sources.length) {
    const more = make(
      "button",
      { type: "button", class: "more" },
      `Show ${Math.min(atOnce, sources.length - end)} more of ${count}`,
    );
    more.addEventListener("click", () => {
      const next = listFrom(end, sources, count);
      const target = next.querySelector("summary");
      more.replaceWith(next);
      target.focus();
    });
    part.append(more);
  } else if (end < count)
    part.append(make("p", {}, `${count - end} more rows are not on this page; the command above prints them.`));
  return part;
}

function openNumber(button) {
  const table = drill.tables[Number(button.dataset.table)];
  const column = Number(button.dataset.column);
  const row = table.rows[Number(button.dataset.row)];
  const name = `${button.closest("tr").dataset.name}/${table.columns[column]}`;
  const about = [
    ["value", button.textContent],
    ["method", drill.methods[row.methods[column]]],
    ["reason", row.reasons[column]],
    ["computed from", `${row.count} rows of data, SHA-256 ${row.sha256}`],
    [
      "the same on a command line, with --study STUDY for a study of your own",
      `npm run livecorpus -- explain ${quote(table.name)} ${quote(name)}`,
    ],
  ].filter(([, value]) => value !== undefined);
  document.getElementById("number-title").textContent = `${table.name}: ${name}`;
  const body = document.getElementById("number-body");
  body.replaceChildren(
    make("dl", {}, ...about.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, value)])),
  );
  if (!drill.hasAnswers)
    body.append(make("p", {}, "There are too many answers for this page; the command above prints them."));
  body.append(listFrom(0, row.sources, row.count));
  const dialog = document.getElementById("number");
  dialog.showModal();
  dialog.scrollTop = 0;
}

/** One word of a command line. */
function quote(word) {
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-table]");
  if (button) openNumber(button);
});
drawFigures();
