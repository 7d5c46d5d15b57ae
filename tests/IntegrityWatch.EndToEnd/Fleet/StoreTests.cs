using IntegrityWatch.EndToEnd.Postgres;

namespace IntegrityWatch.EndToEnd.Fleet;

/// <summary>The built program and a real store: what a host reports, and what becomes of it while one of both is killed.</summary>
public sealed class StoreTests(DurablePostgresServer server) : IClassFixture<DurablePostgresServer>
{
    private const int Kills = 4, Programs = 1000;

    [Fact]
    public void What_a_scan_found_is_in_the_store_and_the_scan_says_what_it_always_says()
    {
        using var host = Captured();
        using var other = Captured();
        var store = new PreparedStore(server);
        host.Grow(20);
        other.Grow(20);
        var plain = BuiltProgram.Run(other.Scan);

        var scan = BuiltProgram.Run(store.Options, host.Scan);

        Assert.Equal((1, plain.Output, plain.Error), (scan.ExitCode, scan.Output, scan.Error));
        AssertComplete(store, host);
        Assert.Equal([store.Host], store.Fleet("hosts", "--format", "json").Json.GetProperty("hosts").EnumerateArray().Select(one => one.GetProperty("host").GetString()));
    }

    [Fact]
    public void A_store_that_is_away_changes_neither_report_nor_exit_code_and_gets_it_later()
    {
        using var host = Captured();
        using var other = Captured();
        var store = new PreparedStore(server);
        host.Grow(20);
        other.Grow(20);
        var plain = BuiltProgram.Run(other.Scan);
        server.Kill();
        try
        {
            var scan = BuiltProgram.Run(store.Options, host.Scan);

            Assert.Equal((1, plain.Output), (scan.ExitCode, scan.Output));
            Assert.Contains("integritywatch: store: connection refused; messages that wait: ", scan.Error, StringComparison.Ordinal);
        }
        finally
        {
            server.Start();
        }
        Assert.Equal(1, BuiltProgram.Run(store.Options, host.Scan).ExitCode);
        AssertComplete(store, host);
    }

    [Fact]
    public async Task A_server_that_is_killed_again_and_again_loses_nothing_and_has_nothing_twice()
    {
        using var host = Captured();
        var store = new PreparedStore(server);
        var moments = new Random(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            server.Kill();
            host.Grow(Programs);
            Assert.Equal(1, BuiltProgram.Run(store.Options, host.Scan).ExitCode);
            server.Start();

            var forward = Task.Run(() => BuiltProgram.Run(store.Options, host.Forward));
            await Task.Delay(moments.Next(2000), TestContext.Current.CancellationToken);
            server.Kill();
            var ended = await forward;
            Assert.True(ended.ExitCode is 0 or 3, ended.Error);
        }
        server.Start();

        Assert.Equal(0, BuiltProgram.Run(store.Options, host.Forward).ExitCode);

        AssertComplete(store, host);
        Assert.Equal(Kills, store.Column("scan", "scan_time").Length);
    }

    [Fact]
    public void A_client_that_is_killed_again_and_again_loses_nothing_and_tells_nothing_twice()
    {
        using var host = Captured();
        var store = new PreparedStore(server);
        var moments = new Random(2);
        for (var kill = 0; kill < Kills; kill++)
        {
            host.Grow(Programs);
            foreach (var command in new[] { host.Scan, host.Forward })
            {
                using var running = BuiltProgram.Start(store.Options, command);
                running.StandardInput.Close();
                _ = running.StandardOutput.ReadToEndAsync();
                _ = running.StandardError.ReadToEndAsync();
                if (!running.WaitForExit(moments.Next(3000)))
                    running.Kill();
                running.WaitForExit();
            }
        }

        Assert.Equal(1, BuiltProgram.Run(store.Options, host.Scan).ExitCode);

        Assert.Equal(0, BuiltProgram.Run(store.Options, host.Forward).ExitCode);
        AssertComplete(store, host);
    }

    private static GrowingHost Captured()
    {
        var host = new GrowingHost();
        host.Grow(1);
        Assert.Equal(0, host.Capture().ExitCode);
        return host;
    }

    /// <summary>Each program and each finding is there once, and open is there what is open on the host.</summary>
    private static void AssertComplete(PreparedStore store, GrowingHost host)
    {
        var open = BuiltProgram.Run("findings", "--format", "json", "--db", host.Database).Findings.Select(finding => finding.GetProperty("id").GetString()!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(host.Paths.Order(StringComparer.Ordinal), store.Column("observation", "convert_from(path, 'UTF8') COLLATE \"C\"").Where(path => path != "boot_aggregate"));
        Assert.Equal(host.Paths.Count - 1, open.Count);
        Assert.Equal(open, store.Column("finding", "finding COLLATE \"C\""));
        Assert.Equal(open, store.Database.Sql("""
            SELECT finding FROM integritywatch.open_finding WHERE open_set = (SELECT open_set FROM integritywatch.scan ORDER BY reported_at DESC LIMIT 1)
            ORDER BY finding COLLATE "C"
            """).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["1"], store.Column("generation", "generation"));
        Assert.Equal("0", BuiltProgram.Run("findings", "--format", "json", "--db", host.Database).Json.GetProperty("sinks")[0].GetProperty("waiting").GetRawText());
    }
}
