# Draws a CSV of costs (count,what,seconds,processor_seconds,peak_kb,database_bytes) as SVG: three panels, both axes logarithmic.
# awk -f plot.awk -v title=TEXT FILE

BEGIN {
  FS = ","
  split("4 5 6", column, " ")
  split("processor seconds|peak memory, MB|database, MB", name, "|")
  split("1 0.001024 0.000001", unit, " ")
  split("#0072b2 #d55e00 #009e73 #cc79a7 #56b4e9 #e69f00", colour, " ")
  width = 300; height = 260; left = 60; top = 60; gap = 80
}

NR == 1 { next }

{
  if (!($2 in series)) { series[$2] = ++serieses; label[serieses] = $2 }
  points[series[$2]]++
  for (panel = 1; panel <= 3; panel++) {
    value = $(column[panel]) * unit[panel]
    if (value <= 0) continue
    n = ++many[panel, series[$2]]
    x[panel, series[$2], n] = log($1) / log(10)
    y[panel, series[$2], n] = log(value) / log(10)
    least(lowest_x, 0, $1); most(highest_x, 0, $1)
    least(lowest_y, panel, value); most(highest_y, panel, value)
  }
}

function least(into, key, value) { if (!(key in into) || value < into[key]) into[key] = value }
function most(into, key, value) { if (!(key in into) || value > into[key]) into[key] = value }
function floor(value) { return value < int(value) ? int(value) - 1 : int(value) }
function ceiling(value) { return -floor(-value) }
function at_x(panel, value) { return left + (panel - 1) * (width + gap) + (value - from_x) / (to_x - from_x) * width }
function at_y(value) { return top + height - (value - from_y) / (to_y - from_y) * height }
function text(x, y, anchor, content) { printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, content }
function line(x1, y1, x2, y2) { printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", x1, y1, x2, y2 }

function decade(exponent) {
  if (exponent < 0) return sprintf("%.*f", -exponent, 10 ^ exponent)
  return exponent >= 6 ? sprintf("%dM", 10 ^ (exponent - 6)) : exponent >= 3 ? sprintf("%dk", 10 ^ (exponent - 3)) : 10 ^ exponent
}

END {
  from_x = floor(log(lowest_x[0]) / log(10)); to_x = ceiling(log(highest_x[0]) / log(10) - 1e-9)
  if (to_x == from_x) to_x++
  whole = left + 3 * width + 2 * gap + 20
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n", whole, top + height + 70
  printf "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n<g font-size=\"16\">\n"
  text(left, 24, "start", title)
  printf "</g>\n"
  for (panel = 1; panel <= 3; panel++) {
    if (!(panel in lowest_y)) continue
    from_y = floor(log(lowest_y[panel]) / log(10)); to_y = ceiling(log(highest_y[panel]) / log(10) - 1e-9)
    if (to_y == from_y) to_y++
    text(at_x(panel, from_x), top - 10, "start", name[panel])
    for (tick = from_y; tick <= to_y; tick++) {
      line(at_x(panel, from_x), at_y(tick), at_x(panel, to_x), at_y(tick))
      text(at_x(panel, from_x) - 6, at_y(tick) + 4, "end", decade(tick))
    }
    for (tick = from_x; tick <= to_x; tick++) {
      line(at_x(panel, tick), at_y(from_y), at_x(panel, tick), at_y(to_y))
      text(at_x(panel, tick), top + height + 18, "middle", decade(tick))
    }
    for (one = 1; one <= serieses; one++) {
      printf "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"", colour[one]
      for (n = 1; n <= many[panel, one]; n++) printf "%.1f,%.1f ", at_x(panel, x[panel, one, n]), at_y(y[panel, one, n])
      printf "\"/>\n"
      if (many[panel, one] <= 20)
        for (n = 1; n <= many[panel, one]; n++)
          printf "<circle r=\"2.5\" fill=\"%s\" cx=\"%.1f\" cy=\"%.1f\"/>\n", colour[one], at_x(panel, x[panel, one, n]), at_y(y[panel, one, n])
    }
  }
  for (one = 1; one <= serieses; one++) {
    printf "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>\n", left + (one - 1) * 130, top + height + 44, colour[one]
    text(left + (one - 1) * 130 + 20, top + height + 50, "start", label[one])
  }
  print "</svg>"
}
