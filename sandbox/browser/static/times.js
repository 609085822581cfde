// Times as Discord shows them, where the reader is, by the sandbox's clock: what says "in 3 days" keeps up with it.
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
let offset = 0;
const present = () => new Date(Date.now() + offset);

const relative = (time) => {
  const seconds = Math.floor(time / 1000) - Math.floor(present() / 1000);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1);
  const count = Math.round(Math.abs(seconds) / size);
  const said = count === 1 ? `a${unit === "hour" ? "n" : ""} ${unit}` : `${count} ${unit}s`;
  return seconds >= 0 ? `in ${said}` : `${said} ago`;
};
const part = (options) => {
  const format = new Intl.DateTimeFormat("en-GB", options);
  return (time) => format.format(time);
};
const hours = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const seconds = part({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const digits = part({ day: "2-digit", month: "2-digit", year: "numeric" });
const date = part({ day: "numeric", month: "long", year: "numeric" });
const weekday = part({ weekday: "long" });
const dated = (time) => `${date(time)} at ${hours(time)}`;
const whole = (time) => `${weekday(time)}, ${dated(time)}`;
const midnight = (time) => Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());

const STYLES = {
  t: hours,
  T: seconds,
  d: digits,
  D: date,
  f: dated,
  F: whole,
  R: relative,
  // Above a message.
  when: (time) => {
    const days = (midnight(present()) - midnight(time)) / 86400000;
    return days === 0 || days === 1 ? `${days ? "Yesterday" : "Today"} at ${hours(time)}` : `${digits(time)} ${hours(time)}`;
  },
};

// Every time within, in the words of now.
export const tell = (root) => {
  for (const each of root.querySelectorAll("time[data-style]")) {
    const time = new Date(each.dateTime);
    const said = STYLES[each.dataset.style](time);
    if (each.textContent !== said) each.textContent = said;
    const title = whole(time);
    if (each.title !== title) each.title = title;
  }
  return root;
};

// The sandbox's time, in seconds.
export const clock = ({ now }) => {
  offset = now * 1000 - Date.now();
  tell(document);
};

const began = Number(document.querySelector("main")?.dataset.now);
clock({ now: began || Date.now() / 1000 });
setInterval(() => tell(document), 1000);
