export const map = {
  loading: "Loading the map",
  unreachable: "The city plan could not be loaded.",
  help: "Arrow keys move, plus and minus zoom, Home shows everything, Enter chooses what lies in the middle.",
  zoom_in: "Closer",
  zoom_out: "Farther",
  whole: "Show the whole city",
};
