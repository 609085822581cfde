// What is to be signed, as the wallet's own side read it, with Reject and Sign.
function reviewed(review) {
  const parts = review.dangers.map((danger) => make("p", { className: "danger", textContent: danger }));
  for (const each of parts) each.setAttribute("role", "alert");
  const fields = review.lines.map((line) => {
    const name = make("dt", { textContent: line.name });
    const value = make("dd", { textContent: line.value });
    for (const each of [name, value]) each.dataset.depth = Math.min(line.depth, 6);
    return [name, value];
  });
  if (fields.length) parts.push(make("dl", {}, ...fields.flat()));
  if (review.text) parts.push(readable("The text, to the letter", review.text, true));
  if (review.raw) parts.push(readable("As data", review.raw, false));
  return parts;
}

function readable(title, text, shown) {
  const block = make("pre", { textContent: text, tabIndex: 0 });
  return make("details", { open: shown }, make("summary", { textContent: title }), block);
}

function approval(person, answer) {
  const { review, note, request } = answer;
  return ask(review.title, (done, dialog) => {
    const status = make("p", { className: "status" });
    status.setAttribute("role", "status");
    const act = async () => {
      for (const each of dialog.querySelectorAll("button")) each.disabled = true;
      status.textContent = "Signing …";
      try {
        done({ result: (await server("approve", { request })).result });
      } catch (error) {
        done({ error });
      }
    };
    return [
      make("p", { className: "origin", textContent: location.origin }),
      make(
        "p",
        { className: "account" },
        make("strong", { textContent: person.name }),
        make("code", { textContent: short(person.address), title: person.address }),
      ),
      note ? make("p", { textContent: note }) : null,
      ...reviewed(review),
      status,
      buttons(dialog, "Reject", review.approve, act),
    ].filter((each) => each !== null);
  });
}

const wallet = {
  connect: () => choosePerson("Connect to this site", "Connect"),
  sign: async (asked) => {
    if (open) throw refusal(BUSY, "the wallet is asking something already");
    const person = (await server("holders")).find((each) => each.id === asked.holder);
    const answer = await server("ask", asked);
    try {
      const { result, error } = await approval(person, answer);
      if (error) throw error;
      return result;
    } catch (error) {
      if (error.code === DECLINED) await server("reject", { request: answer.request });
      throw error;
    }
  },
};
