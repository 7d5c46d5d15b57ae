using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.Reporting;
using IntegrityWatch.Tests.Detection;
using IntegrityWatch.Tests.Reporting;

namespace IntegrityWatch.Tests.Delivery;

/// <summary>What scans put into the outbox, and what of it arrives.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly SomeHost host = new();
    private readonly SomeSink graylog = new();
    private readonly TemporaryFolder folder = new();

    private static readonly EvidenceSnapshot Java = Some.Evidence(Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA));

    private static readonly EvidenceSnapshot JavaAndMore = Some.Evidence(
        Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA), Some.Seen(HostPath.Of("/dev/shm/x"), Some.DigestB, entry: 2));

    public OutboxTests()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestC)));
        graylog.Start();
    }

    public void Dispose()
    {
        graylog.Dispose();
        folder.Dispose();
        host.Dispose();
    }

    [Fact]
    public void A_finding_is_told_when_it_is_new_and_not_again()
    {
        var found = Scan(Java);

        Assert.Equal(found.Select(finding => finding.Id).Order(), graylog.TakeIds().Order());
        Scan(Java);
        Assert.Empty(graylog.Take());
    }

    [Fact]
    public void What_could_not_be_sent_is_sent_by_the_next_scan_and_nothing_else()
    {
        graylog.Stop();
        var found = Scan(Java);
        Assert.Equal(found.Count, Waiting);

        graylog.Start();
        var all = Scan(JavaAndMore);

        Assert.Equal(all.Select(finding => finding.Id).Order(), graylog.TakeIds().Order());
        Assert.Equal(0, Waiting);
    }

    [Fact]
    public void A_sink_that_is_new_is_told_all_that_is_open()
    {
        var found = Scan(Java);
        graylog.Take();
        using var other = new SomeSink("other");
        other.Start();

        Scan(Java, [graylog.Sink, other.Sink]);

        Assert.Equal(found.Select(finding => finding.Id).Order(), other.TakeIds().Order());
        Assert.Empty(graylog.Take());
    }

    [Fact]
    public void What_a_scan_without_sinks_found_is_told_by_the_next_scan_with_them()
    {
        Scan(Java);
        graylog.Take();
        Scan(JavaAndMore, []);

        Scan(JavaAndMore);

        Assert.All(graylog.Take(), message => Assert.Equal("/dev/shm/x", message.GetProperty("_path").GetString()));
    }

    [Fact]
    public void What_is_below_a_sinks_severity_is_not_told()
    {
        var found = Scan(Java, [graylog.Sink with { MinSeverity = Severity.Critical }]);

        Assert.Equal(found.Where(finding => finding.Severity == Severity.Critical).Select(finding => finding.Id).Order(), graylog.TakeIds().Order());
    }

    [Fact]
    public void A_finding_that_became_worse_is_told_again()
    {
        host.Policy = PolicyOf("low");
        Scan(Some.Evidence(Some.Seen(HostPath.Of("/opt/x"), Some.DigestA)));
        graylog.Take();
        host.Policy = PolicyOf("high");

        Scan(Some.Evidence());

        var again = Assert.Single(graylog.Take());
        Assert.Equal(("new-file", "high"), (again.GetProperty("_kind").GetString(), again.GetProperty("_severity").GetString()));
        Scan(Some.Evidence());
        Assert.Empty(graylog.Take());
    }

    [Fact]
    public void A_technique_is_told_each_time_it_happens_to_whoever_asks_for_that()
    {
        var sink = graylog.Sink with { Send = SinkContent.Techniques };
        Scan(Some.Evidence() with { Incidents = [Keyed(Some.Time)] }, [sink]);
        Scan(Some.Evidence() with { Incidents = [Keyed(Some.Time.AddMinutes(1))] }, [sink]);
        Scan(Some.Evidence() with { Incidents = [Keyed(Some.Time.AddMinutes(1))] }, [sink]);

        var told = graylog.Take();
        Assert.Equal(["technique", "technique"], told.Select(message => message.GetProperty("_event").GetString()));
        Assert.NotEqual(told[0].GetProperty("_message_id").GetString(), told[1].GetProperty("_message_id").GetString());
    }

    [Fact]
    public void Observations_are_told_where_they_are_asked_for_and_all_of_them_to_a_new_sink()
    {
        Scan(Java);
        graylog.Take();

        Scan(JavaAndMore, [graylog.Sink with { Name = "new", Send = SinkContent.Observations }]);

        Assert.Equal(["/dev/shm/x", "/tmp/java", "/usr/bin/some"],
            graylog.Take().Select(message => message.GetProperty("_path").GetString()).Order(StringComparer.Ordinal));
        Scan(JavaAndMore, [graylog.Sink with { Name = "new", Send = SinkContent.Observations }]);
        Assert.Empty(graylog.Take());
    }

    [Fact]
    public void The_summary_of_a_scan_with_news_waits_with_them_and_that_of_another_does_not()
    {
        var sink = graylog.Sink with { Send = SinkContent.Scans };
        graylog.Stop();
        Scan(Java, [sink]);
        Assert.Equal(1, Waiting);
        Scan(Java, [sink]);
        Assert.Equal(1, Waiting);

        graylog.Start();
        Scan(Java, [sink]);

        Assert.Equal(2, graylog.Take().Count);
    }

    [Fact]
    public void What_finds_no_room_is_counted_and_what_is_open_is_told_once_there_is_room()
    {
        graylog.Stop();
        var found = Scan(Java, room: 10);
        Assert.Equal((0, found.Count), (Waiting, Missed));

        graylog.Start();
        Scan(Java);

        Assert.Equal(found.Select(finding => finding.Id).Order(), graylog.TakeIds().Order());
        Assert.Equal(0, Missed);
    }

    [Fact]
    public void Room_is_given_back_as_soon_as_what_took_it_was_sent()
    {
        graylog.Stop();
        Scan(Java);
        var room = host.Ask(history => history.Sinks()[0].WaitingBytes) + 200;
        graylog.Start();
        Scan(Java, room);

        for (var turn = 0; turn < 3; turn++)
        {
            Assert.Equal(0, host.Ask(history => history.Sinks()[0].WaitingBytes));
            graylog.Take();
            graylog.Stop();
            var found = Scan(Some.Evidence(Some.Seen(HostPath.Of($"/tmp/java{turn}"), Some.DigestA, entry: turn + 9)), room);
            Assert.Equal((true, 0L), (Waiting > 0, Missed));
            graylog.Start();
            Scan(Java, room);
            Assert.Contains($"/tmp/java{turn}", graylog.Take().Select(message => message.GetProperty("_path").GetString()));
        }
    }

    [Fact]
    public void Who_asks_for_techniques_is_told_of_nothing_else_and_who_does_not_of_none_below_his_severity()
    {
        var curl = Some.Evidence(Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA)) with { Incidents = [Keyed(Some.Time)] };
        Scan(curl, [graylog.Sink with { Send = SinkContent.Techniques }]);
        Assert.Equal(["technique"], graylog.Take().Select(message => message.GetProperty("_kind").GetString()));

        Scan(curl, [graylog.Sink with { Name = "other" }]);

        var told = graylog.Take().Select(message => message.GetProperty("_kind").GetString()).ToList();
        Assert.NotEmpty(told);
        Assert.DoesNotContain("technique", told);
    }

    [Fact]
    public void The_summary_waits_too_where_only_another_sink_has_something_to_keep()
    {
        var sink = graylog.Sink with { Send = SinkContent.Scans };
        graylog.Stop();
        Scan(Java, [sink]);
        Scan(Java, [sink]);
        Assert.Equal(1, Waiting);

        Scan(Java, [sink, graylog.Sink with { Name = "new" }]);

        Assert.Equal(2, host.Ask(history => history.Sinks().Single(state => state.Name == "graylog").Waiting));
    }

    [Fact]
    public void Many_messages_go_in_several_batches()
    {
        graylog.Stop();
        Scan(Some.Evidence([.. Enumerable.Range(0, 1100).Select(number => Some.Seen(HostPath.Of($"/opt/{number}"), Some.DigestA, entry: number + 1))]));

        Assert.Equal(1100, host.Ask(history => history.NextBatch("graylog", 0)!.Count + history.NextBatch("graylog", 1)!.Count));
        graylog.Start();
        Scan(Some.Evidence());

        Assert.Equal(1100, graylog.Take().Count);
    }

    [Fact]
    public async Task What_refuses_everything_is_set_up_wrongly_and_loses_nothing()
    {
        using var web = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        web.Start();
        var port = ((System.Net.IPEndPoint)web.LocalEndpoint).Port;
        var answering = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await web.AcceptTcpClientAsync();
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[65536]);
                await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        });
        var sink = graylog.Sink with { Address = new SinkAddress(Scheme.Http, "127.0.0.1", port, "/gelf") };

        var found = Scan(JavaAndMore, [sink]);

        Assert.True(found.Count > 1);
        Assert.Equal((found.Count, 0), (Waiting, host.Ask(history => history.Sinks().Sum(state => state.Delivered))));
        var test = Assert.Single(new Forwarder(host.Database, [sink]).Try(_ => "{}"u8.ToArray(), CancellationToken.None));
        Assert.StartsWith("refused: 400", test.Problem, StringComparison.Ordinal);
        web.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => answering);
        Scan(JavaAndMore);
        Assert.Equal(found.Select(finding => finding.Id).Order(), graylog.TakeIds().Order());
    }

    [Fact]
    public void Another_run_that_sends_is_left_to_it()
    {
        graylog.Stop();
        var found = Scan(Java);
        graylog.Start();
        using (OutboxLock.TryTake(host.Database))
        {
            var delivery = Assert.Single(Forward());
            Assert.Equal("another run is sending", delivery.Problem);
        }
        Assert.Empty(graylog.Take());

        Assert.Equal(found.Count, Assert.Single(Forward()).Sent);
    }

    [Fact]
    public void What_was_sent_is_sent_again_where_it_could_not_be_remembered()
    {
        graylog.Stop();
        var found = Scan(Java);
        graylog.Start();
        using (IntegrityWatch.History.HistoryFile.OpenForUpdate(host.Database))
        {
            var delivery = Assert.Single(new Forwarder(host.Database, [graylog.Sink], TimeSpan.Zero).Forward(new Dictionary<string, byte[]>(), CancellationToken.None));
            Assert.Matches("^sent, but not taken out of what waits, so it will be sent again: .*another", delivery.Problem);
        }
        Assert.Equal(found.Count, graylog.Take().Count);
        Assert.Equal(found.Count, Waiting);

        Forward();

        Assert.Equal(found.Select(finding => finding.Id).Order(), graylog.TakeIds().Order());
        Assert.Equal(0, Waiting);
    }

    [Fact]
    public void A_summary_waits_with_what_the_history_has_to_keep_though_the_sink_itself_has_nothing()
    {
        var sink = graylog.Sink with { Send = SinkContent.Scans };
        Scan(Java, [sink]);
        graylog.Take();
        graylog.Stop();

        Scan(JavaAndMore, [sink]);

        Assert.Equal(1, Waiting);
    }

    [Fact]
    public void A_sink_to_which_nothing_was_sent_was_not_delivered_to()
    {
        using var other = new SomeSink("other");
        graylog.Stop();
        Scan(Java, [graylog.Sink, other.Sink]);
        graylog.Start();

        new Forwarder(host.Database, [graylog.Sink, other.Sink]).Forward(new Dictionary<string, byte[]>(), CancellationToken.None);

        Assert.Equal(
            [("graylog", true), ("other", false)],
            host.Ask(history => history.Sinks().OrderBy(sink => sink.Name).Select(sink => (sink.Name, sink.LastDelivery is not null)).ToList()));
    }

    [Fact]
    public void What_was_sent_is_taken_out_of_no_other_history_that_stands_there_meanwhile()
    {
        graylog.Stop();
        var found = Scan(Java);
        graylog.Start();

        var delivery = Assert.Single(new Forwarder(host.Database, [graylog.Sink])
            .Forward(new Dictionary<string, byte[]>(), CancellationToken.None, (_, _) => File.Delete(host.Database)));

        Assert.Equal((found.Count, null), (delivery.Sent, delivery.Problem));
    }

    [Fact]
    public void A_message_that_is_tried_alone_gets_there()
    {
        Assert.Null(Assert.Single(new Forwarder(host.Database, [graylog.Sink]).Try(_ => """{ "_finding_id": "tried" }"""u8.ToArray(), CancellationToken.None)).Problem);
        graylog.Stop();

        Assert.Equal(["tried"], graylog.TakeIds());
    }

    private long Waiting => host.Ask(history => history.Sinks().Sum(sink => sink.Waiting));

    private long Missed => host.Ask(history => history.Sinks().Sum(sink => sink.Missed));

    private IReadOnlyList<Finding> Scan(EvidenceSnapshot evidence, long room = Outbox.MostBytes) => Scan(evidence, [graylog.Sink], room);

    private IReadOnlyList<Finding> Scan(EvidenceSnapshot evidence, IReadOnlyList<Sink> sinks, long room = Outbox.MostBytes)
    {
        host.Now = host.Now.AddMinutes(10);
        IReadOnlyList<Sink> summaries = [];
        FindingsReport? report = null;
        var findings = host.Scan(evidence, (history, scan, open) =>
        {
            report = SomeReport.Of([.. open]) with { Now = host.Now };
            summaries = new Outbox(sinks, room).Put(history, report, new ScanObservations(scan.NewObservations, scan.Known));
        });
        new Forwarder(host.Database, sinks).Forward(summaries.ToDictionary(sink => sink.Name, sink => sink.EncodeScan(report!)), CancellationToken.None);
        return findings;
    }

    private IReadOnlyList<SinkDelivery> Forward() =>
        new Forwarder(host.Database, [graylog.Sink]).Forward(new Dictionary<string, byte[]>(), CancellationToken.None);

    private Policy PolicyOf(string severity) => PolicyLoader.Load(
        [folder.Write("policy.json", $$"""{ "kinds": { "new-file": { "severity": "{{severity}}" } } }""")]);

    private static Incident Keyed(DateTimeOffset at) => new()
    {
        Kind = FindingKind.Technique,
        Path = HostPath.Of("/usr/bin/curl"),
        Subject = "T1105 done",
        Count = 1,
        Sources = EvidenceSources.Audit,
        Logged = new LogPlace(0, (uint)at.Minute, at, at.Ticks),
        Process = Some.Process(at) with { Key = "T1105" },
    };
}
