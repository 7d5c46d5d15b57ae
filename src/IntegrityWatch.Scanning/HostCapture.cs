using IntegrityWatch.Detection;

namespace IntegrityWatch.Scanning;

/// <summary>A generation that is worked out and not yet approved: it is forgotten unless <see cref="Approve"/> is called.</summary>
public sealed class HostCapture : IDisposable
{
    private readonly ScanSession session;

    private HostCapture(ScanSession session, CapturePlan plan) => (this.session, Plan) = (session, plan);

    public CapturePlan Plan { get; }

    /// <summary>Looks at the host and works out what would be approved.</summary>
    /// <param name="request">What to look at.</param>
    /// <param name="capture">What to approve of it.</param>
    /// <exception cref="CannotCheckException">Something keeps the host from being judged, or its list was altered.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static HostCapture Prepare(ScanRequest request, CaptureRequest capture)
    {
        var session = ScanSession.Open(request);
        try
        {
            var plan = Prepare(request, capture, session);
            session.NotePackages();
            session.ForgetOld();
            session.PutCursors(judgeAnew: plan.Unreadable.Count > 0);
            return new HostCapture(session, plan);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Publishes the generation.</summary>
    /// <exception cref="CannotCheckException">The history cannot be written.</exception>
    public void Approve() => session.History.Publish();

    public void Dispose() => session.Dispose();

    private static CapturePlan Prepare(ScanRequest request, CaptureRequest capture, ScanSession session)
    {
        using var progress = request.Voice.Progress("capture");
        return new BaselineCapture(session.History, request.Policy, session.Evidence, request.Now, capture, request.Disk, session.Packages)
            .Prepare(progress.Show, request.Interrupted);
    }
}
