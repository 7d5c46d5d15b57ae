namespace IntegrityWatch.Delivery.Transports.Http;

/// <summary>Posts each message by itself, several at a time.</summary>
internal sealed class HttpTransport(MessageSink sink) : ITransport
{
    public async Task<TransportOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        if (messages.Count == 0)
            return new TransportOutcome { Taken = 0 };
        try
        {
            using var poster = new HttpPoster(sink);
            return Judge(await PostAsync(poster, messages, deadline));
        }
        catch (TransportException exception)
        {
            return new TransportOutcome { Taken = 0, Problem = exception.Message };
        }
    }

    /// <returns>For each message what came back; null where it was not posted, since another had failed.</returns>
    private static async Task<HttpAnswer?[]> PostAsync(
        HttpPoster poster, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        var answers = new HttpAnswer?[messages.Count];
        // By itself, since a receiver that turns this host away should not have to do so eight times.
        answers[0] = await poster.PostAsync(messages[0], deadline);
        var failed = answers[0]!.Verdict == HttpVerdict.Failed;
        var several = new ParallelOptions { MaxDegreeOfParallelism = HttpPoster.MostAtOnce };
        await Parallel.ForAsync(1, messages.Count, several, async (index, _) =>
        {
            if (Volatile.Read(ref failed))
                return;
            var answer = answers[index] = await poster.PostAsync(messages[index], deadline);
            if (answer.Verdict == HttpVerdict.Failed)
                Volatile.Write(ref failed, true);
        });
        return answers;
    }

    private static TransportOutcome Judge(HttpAnswer?[] answers)
    {
        var taken = answers.TakeWhile(answer => answer is not (null or { Verdict: HttpVerdict.Failed })).ToList();
        var problem = answers.FirstOrDefault(answer => answer is { Verdict: HttpVerdict.Failed })
            ?? taken.Find(answer => answer!.Verdict == HttpVerdict.Refused);
        return new TransportOutcome
        {
            Taken = taken.Count,
            Refused = taken.Count(answer => answer!.Verdict == HttpVerdict.Refused),
            Problem = problem?.Text,
            Answer = taken.FindLast(answer => answer!.Verdict == HttpVerdict.Taken)?.Text,
        };
    }
}
