namespace IntegrityWatch.Delivery.Transports;

/// <summary>How long one step may take, whatever time there is for all.</summary>
internal static class StepTimeout
{
    /// <summary>For finding a host by its name and reaching it.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(3);

    /// <summary>For a handshake, and for one piece of what is written.</summary>
    public static readonly TimeSpan Progress = TimeSpan.FromSeconds(5);

    /// <summary>For a receiver to close its side after this one has.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>For one message by HTTP, from its first byte to the last of the answer's header.</summary>
    public static readonly TimeSpan Post = TimeSpan.FromSeconds(10);

    public static string Stopped { get; } = $"the receiver took nothing for {Progress.TotalSeconds} seconds";

    /// <summary>Runs a step that ends when its time or all time is over.</summary>
    /// <exception cref="TransportException">Its own time was over; holds <paramref name="tooLong"/>.</exception>
    /// <exception cref="OperationCanceledException">All time was over.</exception>
    public static async Task<T> LimitAsync<T>(
        Func<CancellationToken, Task<T>> step, TimeSpan time, string tooLong, CancellationToken deadline)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        limit.CancelAfter(time);
        try
        {
            return await step(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !deadline.IsCancellationRequested)
        {
            throw new TransportException(tooLong);
        }
    }

    /// <inheritdoc cref="LimitAsync{T}"/>
    public static Task LimitAsync(Func<CancellationToken, Task> step, TimeSpan time, string tooLong, CancellationToken deadline) =>
        LimitAsync(async token =>
        {
            await step(token);
            return true;
        }, time, tooLong, deadline);
}
