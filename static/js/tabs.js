// On a narrow screen the line of tabs scrolls: the one that is open is brought into sight, the page stays where it is.
for (const open of document.querySelectorAll(".tabs [aria-current]")) {
  const line = open.closest(".tabs");
  line.scrollLeft = open.offsetLeft - (line.clientWidth - open.offsetWidth) / 2;
}
