using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Html;

/// <summary>Generations and findings over time, drawn and as a list.</summary>
internal sealed class TimelineSection
{
    private const int MostGenerations = 12;
    private const int MostOpenEntries = 12;

    /// <summary>The drawing's measures, in its own units.</summary>
    private const int Width = 960;
    private const int LabelWidth = 96;
    private const int Lane = 30;
    private const int Mark = 24;
    private const int AxisHeight = 42;
    private const int LabelledWidth = 150;

    private readonly HtmlWriter page;
    private readonly TimeScale scale;
    private readonly List<Generation> generations;
    private readonly int generationsBefore;
    private readonly SortedDictionary<int, TimelineMark> marks = [];
    private readonly int timeless;

    private TimelineSection(HtmlWriter page, TimeScale scale, IReadOnlyList<Finding> findings, IReadOnlyList<Generation> all)
    {
        this.page = page;
        this.scale = scale;
        generations = Latest(all);
        generationsBefore = all.Count - generations.Count;
        foreach (var finding in findings)
        {
            if (finding.FirstSeen is not { } time)
            {
                timeless++;
                continue;
            }
            var position = scale.Position(time, Mark);
            if (!marks.TryGetValue(position, out var mark))
                mark = marks[position] = new TimelineMark();
            mark.Add(finding, time);
        }
    }

    public static void Write(HtmlWriter page, IReadOnlyList<Finding> findings, IReadOnlyList<Generation> generations)
    {
        var times = findings.Select(finding => finding.FirstSeen).OfType<DateTimeOffset>()
            .Concat(Latest(generations).Select(generation => generation.EvidenceAt))
            .ToList();
        if (times.Count > 0)
            new TimelineSection(page, new TimeScale(times, Width - LabelWidth), findings, generations).Write();
    }

    private static List<Generation> Latest(IReadOnlyList<Generation> all) => [.. all.TakeLast(MostGenerations)];

    private void Write()
    {
        using (page.In("section", ("aria-labelledby", "timeline")))
        {
            page.Element("h2", "Timeline", ("id", "timeline"));
            using (page.In("div", ("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", "Timeline, drawn")))
                Draw();
            var entries = marks.Count + generations.Count;
            using (page.In("details", entries > MostOpenEntries ? [] : [("open", "open")]))
            {
                page.Element("summary", "The timeline as a list");
                WriteList();
            }
            if (timeless > 0)
                page.Element("p", $"Not in it, because nothing says when they began: {timeless} of the findings.", ("class", "note"));
        }
    }

    private void Draw()
    {
        var severities = Names.Severities.Where(severity => marks.Values.Any(mark => mark.Count(severity) > 0)).ToList();
        var lanes = severities.Count + 1;
        var bottom = lanes * Lane;
        using var drawing = page.In("svg", ("class", "timeline"), ("viewBox", $"0 0 {Width} {Text(bottom + AxisHeight)}"), ("role", "img"),
            ("aria-label", "Generations and findings over time; the list beneath it says the same"));
        for (var lane = 0; lane < lanes; lane++)
        {
            Label(0, (lane * Lane) + 19, lane == 0 ? "generation" : severities[lane - 1].Name(), "lane");
            foreach (var span in scale.Spans)
                page.Void("line", ("class", "axis"), ("x1", X(span.Left)), ("x2", X(span.Left + span.Width)),
                    ("y1", Text((lane * Lane) + 26)), ("y2", Text((lane * Lane) + 26)));
        }
        foreach (var group in generations.GroupBy(generation => scale.Position(generation.EvidenceAt, Mark)))
        {
            page.Void("line", ("class", "generation"), ("x1", X(group.Key)), ("x2", X(group.Key)), ("y1", "2"), ("y2", Text(bottom)));
            Cell(group.Key, 0, group.Last().Number, "generation");
        }
        foreach (var (position, mark) in marks)
            for (var lane = 1; lane < lanes; lane++)
                if (mark.Count(severities[lane - 1]) is > 0 and var count)
                    Cell(position, lane, count, severities[lane - 1].Name());
        DrawAxis(bottom);
    }

    private void Cell(int x, int lane, int number, string style)
    {
        page.Void("rect", ("class", style), ("x", X(x)), ("y", Text((lane * Lane) + 4)), ("width", Text(Mark - 2)), ("height", "20"), ("rx", "3"));
        Label(LabelWidth + x + 11, (lane * Lane) + 18, number < 1000 ? Text(number) : $"{Text(number / 1000)}k", $"count {style}");
    }

    /// <summary>When each span begins and the last one ends, in two rows, because a date is wide.</summary>
    private void DrawAxis(int bottom)
    {
        for (var index = 0; index < scale.Spans.Count; index++)
        {
            var span = scale.Spans[index];
            Label(LabelWidth + span.Left, bottom + 16 + (index % 2 * 16), span.From.Readable(), "time");
            if (index > 0)
                Label(LabelWidth + span.Left - 20, bottom - 1, "//", "cut");
        }
        var last = scale.Spans[^1];
        if (last.To.Readable() != last.From.Readable() && last.Width > LabelledWidth)
            Label(LabelWidth + last.Left + last.Width, bottom + 16 + (last.Width > 2 * LabelledWidth ? (scale.Spans.Count - 1) % 2 * 16 : scale.Spans.Count % 2 * 16),
                last.To.Readable(), "time end");
    }

    private void WriteList()
    {
        using var list = page.In("ol", ("class", "events"));
        if (generationsBefore > 0)
            page.Element("li", $"{generationsBefore} earlier generations");
        var entries = generations.Select(generation => (Time: generation.EvidenceAt, Write: (Action)(() => Write(generation))))
            .Concat(marks.Values.Select(mark => (Time: mark.From, Write: (Action)(() => Write(mark)))))
            .OrderBy(entry => entry.Time);
        foreach (var (_, write) in entries)
            using (page.In("li"))
                write();
    }

    private void Write(Generation generation)
    {
        page.Time(generation.EvidenceAt);
        using (page.In("div"))
        {
            page.Element("strong", $"generation {generation.Number}", ("class", "badge generation"));
            page.Text($" approved {generation.Paths} paths");
            foreach (var said in new[] { generation.Name, generation.Reason })
                if (said is not null)
                {
                    page.Text(" · ");
                    page.Sentence(said);
                }
        }
    }

    private void Write(TimelineMark mark)
    {
        page.Times(mark.From, mark.To);
        using (page.In("div"))
        {
            foreach (var severity in Names.Severities)
                if (mark.Count(severity) is > 0 and var count)
                {
                    page.Element("strong", $"{count} {severity.Name()}", ("class", $"badge {severity.Name()}"));
                    page.Text(" ");
                }
            foreach (var finding in mark.Examples)
            {
                page.Text((finding == mark.Examples[0] ? "" : ", ") + finding.Kind.Name());
                if (finding.Path.IsEmpty)
                    continue;
                page.Text(" ");
                page.Path(finding.Path);
            }
            var more = Names.Severities.Sum(mark.Count) - mark.Examples.Count;
            if (more > 0)
                page.Text($" and {more} more");
        }
    }

    private void Label(int x, int y, string text, string style) => page.Element("text", text, ("class", style), ("x", Text(x)), ("y", Text(y)));

    private static string X(int x) => Text(LabelWidth + x);

    private static string Text(int number) => number.ToString();
}

/// <summary>The findings that were first seen at about one time: what one position of the timeline stands for.</summary>
internal sealed class TimelineMark
{
    private const int MostExamples = 3;

    private readonly int[] counts = new int[Enum.GetValues<Severity>().Length];

    public DateTimeOffset From { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset To { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The first that were told, which are the worst of the new ones.</summary>
    public List<Finding> Examples { get; } = [];

    public int Count(Severity severity) => counts[(int)severity];

    public void Add(Finding finding, DateTimeOffset time)
    {
        counts[(int)finding.Severity]++;
        From = time < From ? time : From;
        To = time > To ? time : To;
        if (Examples.Count < MostExamples)
            Examples.Add(finding);
    }
}
