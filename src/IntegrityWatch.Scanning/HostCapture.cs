using IntegrityWatch.Detection;
using IntegrityWatch.History;

namespace IntegrityWatch.Scanning;

/// <summary>A generation that is worked out and not yet approved: it is forgotten unless <see cref="Approve"/> is called.</summary>
public sealed class HostCapture : IDisposable
{
    private readonly ScanSession session;

    private readonly ScanRequest request;

    private HostCapture(ScanRequest request, ScanSession session, CapturePlan plan) => (this.request, this.session, Plan) = (request, session, plan);

    public CapturePlan Plan { get; }

    /// <summary>Looks at the host and works out what would be approved.</summary>
    /// <param name="request">What to look at.</param>
    /// <param name="capture">What to approve of it.</param>
    /// <exception cref="CannotCheckException">Something keeps the host from being judged, or its list was altered.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static HostCapture Prepare(ScanRequest request, CaptureRequest capture)
    {
        var heartbeat = new Heartbeat(request);
        try
        {
            return Prepare(request, capture, heartbeat);
        }
        catch (BlindException)
        {
            throw;
        }
        catch (Exception fault)
        {
            heartbeat.LeaveFailure(fault);
            throw;
        }
    }

    private static HostCapture Prepare(ScanRequest request, CaptureRequest capture, Heartbeat heartbeat)
    {
        if (capture.MarksLog && !request.Evidence.WithoutAudit)
            capture = capture with { Own = CaptureMark.Write(request.Evidence.Root, NextGeneration(request), request.Interrupted) };
        var session = ScanSession.Open(request);
        try
        {
            if (session.Blindness is [var blind, ..])
            {
                // What still speaks is judged, as by a scan; nothing of it is kept, so that the next scan tells it.
                var open = Verdicts.Of(new DriftScan(session.History, request.Policy, session.Evidence, request.Now)
                    .Judge(request.Disk, session.Packages, request.Interrupted));
                heartbeat.LeaveBlind(session.Evidence, session.Blindness, open);
                throw new BlindException($"nothing is approved on a host that cannot be judged: {blind.Reason}", blind.Advice)
                {
                    IsCritical = open == Verdict.Critical,
                };
            }
            var plan = Prepare(request, capture, session);
            session.NotePackages();
            session.ForgetOld();
            session.PutCursors(judgeAnew: plan.Unreadable.Count > 0);
            return new HostCapture(request, session, plan);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Publishes the generation.</summary>
    /// <exception cref="CannotCheckException">The history cannot be written.</exception>
    public void Approve()
    {
        var open = Verdicts.Of(new OpenFindings(session.History, request.Policy).All());
        session.History.Publish();
        var heartbeat = new Heartbeat(request);
        heartbeat.Leave(heartbeat.Of(session.Evidence, session.Blindness, open));
    }

    public void Dispose() => session.Dispose();

    private static int NextGeneration(ScanRequest request)
    {
        using var history = HistoryFile.OpenIfThere(request.Database);
        return history.Generations is [.., var latest] ? latest.Number + 1 : 1;
    }

    private static CapturePlan Prepare(ScanRequest request, CaptureRequest capture, ScanSession session)
    {
        using var progress = request.Voice.Progress("capture");
        return new BaselineCapture(session.History, request.Policy, session.Evidence, request.Now, capture, request.Disk, session.Packages)
            .Prepare(progress.Show, request.Interrupted);
    }
}

/// <summary>The host cannot be judged, which is left beside the history by now.</summary>
internal sealed class BlindException(string message, string? hint) : CannotCheckException(message, hint);
