using Assistant.Bot.Import;
using Assistant.Bot.Staff.SignIn;
using Assistant.Bot.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Assistant.Bot;

/// <summary>Loads the sample cases in Development, and says where the doors are.</summary>
public sealed class StartUp(
    SampleCases samples, Cases cases, Settings settings, ConsoleUsers users, IWebHostEnvironment environment, IServer server, IHostApplicationLifetime lifetime, ILogger<StartUp> log) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Sample.Load ?? environment.IsDevelopment())
            await samples.LoadAsync();
        else if (cases.HasSamples())
            throw new SettingsException(["ConnectionStrings:Store: this store holds sample cases, which are refused outside Development; use an empty store."]);
        lifetime.ApplicationStarted.Register(Announce);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Announce()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? settings.Urls;
        log.LogInformation("Cardholders' chat: {Address}/", address);
        log.LogInformation("Staff console: {Address}/console", address);
        foreach (var (user, password) in environment.IsDevelopment() ? users.Samples : [])
            log.LogInformation("Sample sign-in (Development): {User} / {Password} ({Roles}; queues {Queues})", user.User, password, user.Roles, user.Queues.Length == 0 ? "all" : user.Queues);
        if (environment.IsDevelopment())
            log.LogInformation("Start here (Development): {Address}/start", address);
        if (!StaticAssets.ChatIsInstalled(environment))
            log.LogWarning("The web chat needs Node.js 20 or later at build time (https://nodejs.org); install it and build again. The API and 'dotnet run --project bot -- chat' work without it.");
    }
}
