// Who one can be in this window.
const MANY = 8;

function row(person, checked) {
  const radio = make("input", { type: "radio", name: "person", value: person.id, checked });
  return make(
    "label",
    { className: "person" },
    radio,
    make(
      "span",
      {},
      make("strong", { textContent: person.name }),
      make("code", { textContent: short(person.address), title: person.address }),
      person.role ? make("small", { textContent: person.role }) : null,
    ),
  );
}

// Asks as whom the page is to know this window; {id, address} of the person.
async function choosePerson(title, agree) {
  const people = await server("holders");
  const chosen = here.holder?.id ?? here.read().wanted;
  return ask(title, (done, dialog) => {
    const list = make("fieldset", {}, make("legend", { textContent: "Whose wallet is it?" }));
    const rows = people.map((person) => row(person, person.id === chosen));
    list.append(...rows);
    if (!list.querySelector(":checked") && rows.length) list.querySelector("input").checked = true;
    const search = make("input", { type: "search", id: "search", autocomplete: "off" });
    search.addEventListener("input", () => {
      const wanted = search.value.toLowerCase();
      for (const each of rows) each.hidden = !each.textContent.toLowerCase().includes(wanted);
    });
    const act = () => {
      const id = list.querySelector(":checked")?.value;
      const person = people.find((each) => each.id === id);
      if (person) done(person);
    };
    list.addEventListener("keydown", (event) => {
      if (event.key === "Enter") act();
    });
    return [
      make("p", { className: "origin", textContent: location.origin }),
      people.length > MANY ? make("label", { htmlFor: "search", textContent: "Find somebody" }) : null,
      people.length > MANY ? search : null,
      people.length ? list : make("p", { textContent: "Nobody in the sandbox has a wallet yet." }),
      buttons(dialog, "Cancel", agree, act),
    ].filter((each) => each !== null);
  });
}
