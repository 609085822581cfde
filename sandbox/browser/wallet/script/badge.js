// The wallet's place at the edge of the window, as a browser has one for its extensions: who one is here, and the way to
// be somebody else.
function placeBadge(provider) {
  const badge = make("button", { type: "button", className: "badge" });
  const tell = async () => {
    const id = here.holder?.id ?? here.read().wanted;
    const person = id ? (await server("holders")).find((each) => each.id === id) : null;
    badge.textContent = person ? `${person.name} ${short(person.address)}` : "Sandbox Wallet";
    badge.title = "Whose wallet this window has";
  };
  badge.addEventListener("click", async () => {
    try {
      provider.become(await choosePerson("Be somebody else", "Be this person"));
      await tell();
    } catch (error) {
      if (error.code !== DECLINED) throw error;
    }
  });
  provider.on("accountsChanged", tell);
  root.append(badge);
  tell();
}
