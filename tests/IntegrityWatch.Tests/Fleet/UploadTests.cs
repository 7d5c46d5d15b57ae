using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Delivery;
using IntegrityWatch.Delivery.Transports;
using IntegrityWatch.EndToEnd.Postgres;
using IntegrityWatch.Evidence;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>What scans tell the store, by way of the outbox, and what of it arrives.</summary>
[Collection(StoreCollection.Name)]
public sealed class UploadTests : IDisposable
{
    private static readonly EvidenceSnapshot Java = Some.Evidence(Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA));

    private static readonly EvidenceSnapshot JavaAndMore = Some.Evidence(
        Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA), Some.Seen(HostPath.Of("/dev/shm/x"), Some.DigestB, entry: 2));

    private readonly PostgresServer server;
    private readonly SomeStore store;
    private readonly StoreAddress address;
    private readonly ReportingHost host;

    public UploadTests(PostgresServer server)
    {
        this.server = server;
        store = new SomeStore(server);
        address = store.Enrol("web01");
        host = new ReportingHost(address);
        host.Host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestC)));
    }

    public void Dispose()
    {
        host.Dispose();
        server.Start();
    }

    [Fact]
    public void What_was_seen_found_and_approved_arrives_once()
    {
        var found = host.Scan(JavaAndMore with
        {
            Observations = [.. JavaAndMore.Observations,
                Some.Seen(HostPath.Of("/usr/bin/inside"), Some.DigestC, entry: 3) with { Realm = Realm.Container, Container = "docker-default" }],
        });

        Assert.Equal((null, 0L, 0L), (host.Delivery!.Problem, host.Waiting, host.Missed));
        Assert.Equal(["/usr/bin/inside"], Column("elsewhere", "convert_from(path, 'UTF8')"));
        Assert.Equal(found.Select(finding => finding.Id).Order(), Column("finding", "finding"));
        Assert.Equal(found.Select(finding => finding.Id).Order(), Column("open_finding", "finding"));
        Assert.Equal(["/dev/shm/x", "/tmp/java", "/usr/bin/some"], Column("observation", "convert_from(path, 'UTF8')"));
        Assert.Equal((1, 1), (store.Count("generation"), store.Count("scan")));
        Assert.All(SomeStore.Reports, table => Assert.Equal(store.Named("web01"), Assert.Single(Column(table, "host").Distinct())));
    }

    [Fact]
    public void A_scan_that_finds_nothing_new_adds_its_own_row_alone()
    {
        host.Scan(Java);
        var before = Counts();

        host.Scan(Java);

        before["scan"]++;
        Assert.Equal(before, Counts());
    }

    [Fact]
    public void A_captures_generation_arrives_with_the_next_scan()
    {
        host.Scan(Java);
        host.Host.Capture(JavaAndMore, include: ["/tmp/java", "/dev/shm/x"]);
        Assert.Equal(1, store.Count("generation"));

        host.Scan(JavaAndMore);

        Assert.Equal(["1", "2"], Column("generation", "generation"));
    }

    [Fact]
    public async Task The_same_batch_sent_again_changes_nothing()
    {
        host.Scan(JavaAndMore, isSent: false);
        var batch = host.Host.Ask(history => history.NextBatch(StoreSink.SinkName, 0)!);
        var messages = PackedMessages.Unpack(batch.Content, batch.Count);
        var transport = new StoreTransport(address);
        await transport.SendAsync([.. messages], CancellationToken.None);
        var before = store.Contents();

        var again = await transport.SendAsync([.. messages], CancellationToken.None);

        transport.Close();
        Assert.Equal((messages.Count, 0), (again.Taken, again.Refused));
        Assert.Equal(before, store.Contents());
    }

    [Fact]
    public void A_store_that_is_away_gets_everything_later_and_in_order()
    {
        server.Kill();
        var first = host.Scan(Java);
        Assert.NotEmpty(first);
        Assert.NotNull(host.Delivery!.Problem);
        var second = host.Scan(JavaAndMore);
        Assert.True(host.Waiting > 0);

        server.Start();
        host.Scan(JavaAndMore);

        Assert.Equal((null, 0L), (host.Delivery!.Problem, host.Waiting));
        Assert.Equal(second.Select(finding => finding.Id).Order(), Column("finding", "finding"));
        Assert.Equal(Column("scan", "scan_time", "reported_at"), Column("scan", "scan_time", "scan_time"));
        Assert.Equal(3, store.Count("scan"));
    }

    [Fact]
    public void A_store_that_missed_something_is_told_everything_again()
    {
        server.Kill();
        host.Scan(Java, room: 10);
        Assert.True(host.Missed > 0);
        server.Start();

        var found = host.Scan(JavaAndMore);

        Assert.Equal((0L, 0L), (host.Missed, host.Waiting));
        Assert.Equal(found.Select(finding => finding.Id).Order(), Column("finding", "finding"));
        Assert.Equal(["/dev/shm/x", "/tmp/java", "/usr/bin/some"], Column("observation", "convert_from(path, 'UTF8')"));
        Assert.Equal((1, 1), (store.Count("generation"), store.Count("scan")));
    }

    [Fact]
    public async Task A_row_that_no_table_takes_does_not_hold_up_the_others()
    {
        StoreRow[] hostile =
        [
            SomeRow.Observed("/long-name", "a") with { Algorithm = new string('a', 65) },
            SomeRow.Observed("/nul", "a") with { Algorithm = "sha\0" },
            SomeRow.Observed("/deep" + new string('d', 5000), "a"),
            SomeRow.Observed("/wide", "a") with { Digest = new byte[65] },
            SomeRow.Observed("/early", "a") with { FirstSeen = DateTimeOffset.MinValue },
            SomeRow.Generation() with { Name = "a\0b" },
            SomeRow.Finding("id") with { Severity = 9 },
            SomeRow.Scan() with { Status = 4 },
        ];
        StoreRow[] good = [SomeRow.Observed("/a", "a"), SomeRow.Observed("/b", "b"), SomeRow.Finding("good"), SomeRow.Scan(minute: 5)];

        var outcome = await SendAsync([good[0].Encode(), "{"u8.ToArray(), .. hostile.Select(row => row.Encode()), "{\"row\":\"other\"}"u8.ToArray(), .. good[1..].Select(row => row.Encode())]);

        Assert.Equal((14, 10), (outcome.Taken, outcome.Refused));
        Assert.NotNull(outcome.Problem);
        Assert.Equal(["/a", "/b"], Column("observation", "convert_from(path, 'UTF8')"));
        Assert.Equal((0, 1, 1), (store.Count("generation"), store.Count("finding"), store.Count("scan")));
    }

    [Fact]
    public async Task Names_of_any_bytes_arrive_as_they_are()
    {
        byte[] path = [(byte)'/', 0xff, 0xfe, 0x1b, (byte)'\'', (byte)'\\', (byte)'"'];
        var row = SomeRow.Observed("/", "a") with { Path = path, Package = "\ud800 \u202e {}\",\\ é \ud83d\ude00" };

        var outcome = await SendAsync([row.Encode()]);

        Assert.Equal((1, 0), (outcome.Taken, outcome.Refused));
        Assert.Equal(Convert.ToHexStringLower(path), Assert.Single(Column("observation", "encode(path, 'hex')")));
        Assert.Equal("\ufffd \u202e {}\",\\ é \ud83d\ude00", Assert.Single(Column("observation", "package")));
    }

    [Fact]
    public void Who_is_not_let_in_keeps_what_waits_and_is_told_why()
    {
        store.Retire("web01");

        Assert.NotEmpty(host.Scan(Java));

        Assert.Contains("the store does not let this role in", host.Delivery!.Problem, StringComparison.Ordinal);
        var waiting = host.Waiting;
        Assert.True(waiting > 0);
        host.Scan(Java);
        Assert.Equal(waiting, host.Waiting);
    }

    [Fact]
    public void A_store_that_nobody_prepared_keeps_everything_waiting()
    {
        var other = new SomeStore(server, isPrepared: false);
        using var early = new ReportingHost(other.Owner);

        early.Scan(Java);

        Assert.Equal("the store is not prepared", early.Delivery!.Problem);
        Assert.True(early.Waiting > 0);
        other.Administer(administration => administration.Prepare());
        early.Scan(Java);
        Assert.Equal(0, early.Waiting);
    }

    [Fact]
    public void A_test_message_asks_whether_rows_would_be_taken_and_leaves_none()
    {
        var sink = StoreSink.At(address, FindingLines.Encode);

        var told = Assert.Single(new Forwarder(host.Host.Database, [sink]).Try(one => one.EncodeTest(new("integritywatch", "1"), "web01", Some.Time), CancellationToken.None));

        Assert.Null(told.Problem);
        Assert.Contains($"as {store.Named("web01")}", told.Answer, StringComparison.Ordinal);
        Assert.Equal("", store.Contents());
    }

    [Theory]
    [InlineData("&passfile=/no/such/file", "passfile of the store cannot be read: /no/such/file")]
    [InlineData("&sslmode=verify-full&sslrootcert=/etc/passwd", "")]
    [InlineData("&sslmode=require&sslcert=/etc/passwd&sslkey=/etc/passwd", "everybody can read the sslkey of the store: /etc/passwd")]
    public void What_an_address_names_and_is_of_no_use_is_told_and_everything_waits(string parameters, string problem)
    {
        using var other = new ReportingHost(SomeStore.Address(store.Enrol("web03").Text + parameters));

        other.Scan(Java);

        Assert.Contains(problem, other.Delivery!.Problem, StringComparison.Ordinal);
        Assert.InRange(other.Waiting, 1, long.MaxValue);
        Assert.Equal("", store.Contents());
    }

    [Fact]
    public void Over_the_socket_the_same_password_file_lets_a_host_in()
    {
        var onSocket = SomeStore.Address(FormattableString.Invariant(
            $"postgresql://{PostgresServer.Owner}@{Uri.EscapeDataString(server.Socket)}:{server.Port}/{store.Database.Name}?passfile={server.OwnerFile}"));
        var line = SomeStore.Administer(onSocket, administration => administration.Enrol(store.Named("web02")));
        var text = onSocket.Text.Replace(PostgresServer.Owner + "@", store.Named("web02") + "@", StringComparison.Ordinal)
            .Replace(server.OwnerFile, store.Database.PasswordFile(line), StringComparison.Ordinal);

        using var other = new ReportingHost(SomeStore.Address(text));
        other.Scan(Java);

        Assert.Null(other.Delivery!.Problem);
        Assert.Equal([store.Named("web02")], Column("scan", "host"));
    }

    private async Task<TransportOutcome> SendAsync(IReadOnlyList<byte[]> messages)
    {
        var transport = new StoreTransport(address);
        var outcome = await transport.SendAsync([.. messages.Select(message => (ReadOnlyMemory<byte>)message)], CancellationToken.None);
        transport.Close();
        return outcome;
    }

    private string[] Column(string table, string expression, string? order = null) =>
        store.Database.Sql($"SELECT {expression} FROM integritywatch.{table} ORDER BY {order ?? $"{expression}::text COLLATE \"C\""}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Dictionary<string, long> Counts() => SomeStore.Reports.ToDictionary(table => table, store.Count);
}
