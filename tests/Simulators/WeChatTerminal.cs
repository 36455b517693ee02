namespace Assistant.Tests.Simulators;

/// <summary>
/// The WeChat platform on this machine with the assistant behind it, for developers: write as a follower in the terminal and see what a phone would show. The program's own
/// command <c>simulate wechat</c> starts it.
/// </summary>
internal static class WeChatTerminal
{
    private const string Key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

    private const string Help = """
        /follow [scene]  /unfollow  /click balance|interest|pay|instalment|hardship|unbind|person|complaint|genuine  /scan SCENE  /voice  /image  /location
        /expire ends the access token  /fail 45015 has the next customer-service message refused  /quit
        """;

    /// <summary>Runs until /quit or the end of input.</summary>
    public static async Task<int> RunAsync()
    {
        await using var platform = await WeChatPlatform.StartAsync(new() { EncodingAesKey = Key });
        var account = platform.Options;
        await using var host = await ServerHost.StartAsync(
            $"--WeChat:AppId={account.AppId}", $"--WeChat:Token={account.Token}", $"--WeChat:Secret={account.Secret}", $"--WeChat:EncodingAesKey={Key}", $"--WeChat:ApiBase={platform.ApiBase}");
        platform.Connect(new Uri(host.Base + "/wechat"));
        Console.WriteLine($"The platform is at {platform.ApiBase}, the assistant at {host.Base} (address check: {(await platform.VerifyUrlAsync() ? "passed" : "failed")}, messages encrypted).");
        Console.WriteLine($"Staff console: {host.Base}/console");
        foreach (var (sample, password) in host.Get<Assistant.Bot.Staff.SignIn.ConsoleUsers>().Samples)
            Console.WriteLine($"  {sample.User} / {password} ({sample.Roles})");
        Console.WriteLine("A case to try: S1003, last four 5518. Write as a follower; /help lists what else can be done.");

        var user = platform.NewUser();
        using var stop = new CancellationTokenSource();
        var shown = Task.Run(async () =>
        {
            for (var seen = 0; !stop.IsCancellationRequested; await Task.Delay(100))
            {
                for (; seen < user.Seen.Count; seen++)
                    Console.WriteLine($"  [{user.Seen[seen].How}] {user.Seen[seen].Text.ReplaceLineEndings(Environment.NewLine + "  ")}{Environment.NewLine}");
            }
        });
        while (Console.ReadLine() is { } line && line != "/quit")
        {
            var words = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            var rest = words.Length > 1 ? words[1] : "";
            try
            {
                await (words[0] switch
                {
                    "" => Task.CompletedTask,
                    "/follow" => user.SubscribeAsync(rest.Length > 0 ? rest : null),
                    "/unfollow" => user.UnsubscribeAsync(),
                    "/click" => user.ClickAsync(rest),
                    "/scan" => user.ScanAsync(rest),
                    "/voice" => user.SendAsync("voice", ("MediaId", "m"), ("Format", "amr")),
                    "/image" => user.SendAsync("image", ("PicUrl", "http://127.0.0.1/a.jpg"), ("MediaId", "m")),
                    "/location" => user.SendAsync("location", ("Location_X", "23.1"), ("Location_Y", "113.3"), ("Scale", "20"), ("Label", "x")),
                    "/expire" => Task.Run(platform.EndTokens),
                    "/fail" => Task.Run(() => platform.FailNext(int.Parse(rest, System.Globalization.CultureInfo.InvariantCulture), "/cgi-bin/message/custom/send")),
                    "/help" => Console.Out.WriteLineAsync(Help),
                    _ when words[0].StartsWith('/') => Console.Out.WriteLineAsync("That is no command; /help lists them."),
                    _ => user.SayAsync(line),
                });
            }
            catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
            {
                Console.WriteLine(wrong.Message);
            }

            foreach (var fault in platform.Faults)
                Console.WriteLine($"  The follower was shown a service fault: {fault.Reason}");
        }

        await Task.Delay(500);
        await stop.CancelAsync();
        await shown;
        return 0;
    }
}
